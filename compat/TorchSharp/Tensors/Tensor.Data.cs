using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The memory of a contiguous tensor of the CPU; setting copies bytes into it.</summary>
        /// <remarks>At most 2 GiB: larger tensors are read and filled slice by slice.</remarks>
        /// <exception cref="InvalidOperationException">Not contiguous, or not of the CPU.</exception>
        public unsafe Span<byte> bytes
        {
            get
            {
                var meta = Meta;
                if (meta.DeviceType != (int)DeviceType.CPU)
                    throw new InvalidOperationException($"The bytes of a tensor on {device} cannot be read: copy it.");
                if ((meta.Flags & MetaFlags.Contiguous) == 0)
                    throw new InvalidOperationException("The bytes of a tensor that is not contiguous are scattered.");
                return new Span<byte>(meta.Data, checked((int)(meta.NumberOfElements * meta.ElementSize)));
            }

            set
            {
                var target = bytes;
                if (value.Length != target.Length)
                    throw new ArgumentException($"{value.Length} bytes for a tensor of {target.Length} bytes.");
                value.CopyTo(target);
            }
        }

        /// <summary>The elements of a tensor of the CPU by position.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            RequireElements<T>();
            return new TensorAccessor<T>(this);
        }

        /// <summary>The only element of a tensor of the CPU.</summary>
        /// <exception cref="ArgumentException">Another number of elements, or elements of another type.</exception>
        public unsafe T item<T>() where T : unmanaged
        {
            var meta = Meta;
            if (meta.NumberOfElements != 1)
                throw new ArgumentException(
                    $"A tensor of shape [{string.Join(", ", shape)}] has not exactly one element.");
            RequireElements<T>();
            RequireReadable(meta);
            var value = *(T*)meta.Data;
            GC.KeepAlive(this);
            return value;
        }

        /// <summary>Element i of the memory, in the order of storage.</summary>
        public unsafe T ReadCpuValue<T>(long i) where T : unmanaged
        {
            var meta = Meta;
            RequireElements<T>();
            RequireReadable(meta);
            if ((ulong)i >= (ulong)meta.NumberOfElements)
                throw new ArgumentOutOfRangeException(
                    nameof(i), i, $"The tensor has {meta.NumberOfElements} elements.");
            var value = ((T*)meta.Data)[i];
            GC.KeepAlive(this);
            return value;
        }

        /// <summary>The only element, of any device.</summary>
        public Scalar ToScalar()
        {
            using var element = device_type == DeviceType.CPU ? null : cpu();
            var source = element ?? this;
            return source.dtype switch
            {
                ScalarType.Float32 => source.item<float>(),
                ScalarType.Float64 => source.item<double>(),
                ScalarType.Int64 => source.item<long>(),
                ScalarType.Int32 => source.item<int>(),
                ScalarType.Int16 => source.item<short>(),
                ScalarType.Int8 => source.item<sbyte>(),
                ScalarType.Byte => source.item<byte>(),
                ScalarType.Bool => source.item<bool>(),
                ScalarType.Float16 => source.item<Half>(),
                ScalarType.BFloat16 => source.item<BFloat16>(),
                ScalarType.ComplexFloat32 => source.item<(float, float)>(),
                ScalarType.ComplexFloat64 => source.item<System.Numerics.Complex>(),
                var type => throw new InvalidOperationException($"An element of {type} is no .NET number."),
            };
        }

        internal static unsafe void RequireReadable(in XMeta meta)
        {
            if (meta.DeviceType != (int)DeviceType.CPU || (meta.Data == null && meta.NumberOfElements > 0))
                throw new InvalidOperationException(
                    "Elements of another device than the CPU cannot be read: copy the tensor to the CPU.");
            if ((meta.Flags & (MetaFlags.Conjugate | MetaFlags.Negative)) != 0)
                throw new InvalidOperationException("Elements of a lazy view cannot be read: resolve it first.");
        }

        private void RequireElements<T>() where T : unmanaged
        {
            if (Elements.Of(typeof(T)) != dtype)
                throw new ArgumentException($"{typeof(T).Name} is not the type of elements of {dtype}.");
        }
    }
}
