namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public unsafe long[] shape
        {
            get
            {
                var meta = Meta;
                return new ReadOnlySpan<long>(meta.Sizes, meta.Dimensions).ToArray();
            }
        }

        public ScalarType dtype => (ScalarType)Meta.ScalarType;

        public Device device
        {
            get
            {
                var meta = Meta;
                return new((DeviceType)meta.DeviceType, meta.DeviceIndex);
            }
        }

        public DeviceType device_type => (DeviceType)Meta.DeviceType;

        public int device_index => Meta.DeviceIndex;

        public long Dimensions => Meta.Dimensions;

        public long ndim => Meta.Dimensions;

        public long NumberOfElements => Meta.NumberOfElements;

        /// <summary>Bytes of one element.</summary>
        public long ElementSize => Meta.ElementSize;

        public bool is_leaf => Is(MetaFlags.Leaf);

        public bool is_sparse => Is(MetaFlags.Sparse);

        public bool is_cuda => device_type == DeviceType.CUDA;

        /// <summary>Whether the tensor has a shape and a dtype but no elements.</summary>
        public bool is_meta => device_type == DeviceType.META;

        public long dim() => Meta.Dimensions;

        public long numel() => Meta.NumberOfElements;

        public long element_size() => Meta.ElementSize;

        public long[] size() => shape;

        public unsafe long size(int dim)
        {
            var meta = Meta;
            return meta.Sizes[Wrapped(dim, meta.Dimensions)];
        }

        public unsafe long[] stride()
        {
            var meta = Meta;
            return new ReadOnlySpan<long>(meta.Strides, meta.Dimensions).ToArray();
        }

        public unsafe long stride(int dim)
        {
            var meta = Meta;
            return meta.Strides[Wrapped(dim, meta.Dimensions)];
        }

        public long storage_offset() => Meta.Offset;

        public bool is_contiguous() => Is(MetaFlags.Contiguous);

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_conj() => Is(MetaFlags.Conjugate);

        public bool is_neg() => Is(MetaFlags.Negative);

        public bool is_quantized() => Is(MetaFlags.Quantized);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_nonzero() => Ops.is_nonzero.CallBool(this);

        public bool is_pinned() => Ops.is_pinned.CallBool(this);

        /// <summary>Whether two tensors have equal shapes and elements.</summary>
        public bool Equals(Tensor target) => target is not null && Ops.equal.CallBool(this, target);

        public override bool Equals(object? obj) => obj is Tensor tensor && Equals(tensor);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        private bool Is(MetaFlags flag) => (Meta.Flags & flag) != 0;

        private static int Wrapped(int dim, int dimensions) => dim >= -dimensions && dim < dimensions
            ? (dim + dimensions) % dimensions
            : throw new IndexOutOfRangeException($"Dimension {dim} of a tensor of {dimensions} dimensions.");
    }
}
