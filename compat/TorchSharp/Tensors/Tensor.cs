using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>An n-dimensional array of libtorch.</summary>
    /// <remarks>Its memory is freed by Dispose, at the end of its dispose scope, or by the collector.</remarks>
    [SuppressMessage("Design", "CA1036", Justification = "Comparison operators compare elements.")]
    public partial class Tensor : IDisposable
    {
        private const int SmallKiB = 16;

        private static long _totalCount;
        private static long _peakCount;

        private nint _handle;
        private readonly int _pressureKiB;

        /// <summary>Takes over a heap at::Tensor.</summary>
        internal Tensor(nint handle) : this(handle, 0)
        {
        }

        /// <summary>Takes over a result of an operator; an undefined one makes an invalid tensor.</summary>
        internal Tensor(in XVal result) : this((nint)result.Bits, result.N)
        {
        }

        private Tensor(nint handle, int ownedKiB)
        {
            _handle = handle;
            if (handle == 0)
            {
                GC.SuppressFinalize(this);
                return;
            }
            if (ownedKiB >= SmallKiB)
            {
                _pressureKiB = ownedKiB;
                MemoryPressure.Add(ownedKiB);
            }
            var count = Interlocked.Increment(ref _totalCount);
            if (count > _peakCount)
                _peakCount = count;
            DisposeScopeManager.Current?.Own(this);
        }

        ~Tensor() => Dispose(false);

        /// <summary>Tensors that are neither disposed nor collected.</summary>
        public static long TotalCount => Interlocked.Read(ref _totalCount);

        /// <summary>The highest <see cref="TotalCount"/> so far.</summary>
        public static long PeakCount => _peakCount;

        /// <summary>Address of the heap at::Tensor.</summary>
        /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
        public IntPtr Handle => _handle != 0 ? _handle : throw Disposed();

        /// <summary>Whether the tensor is disposed.</summary>
        public bool IsInvalid => _handle == 0;

        internal DisposeScope? OwningScope { get; set; }

        internal int ScopeSlot { get; set; }

        /// <summary>Takes over a heap at::Tensor made by other native code.</summary>
        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        /// <summary>Gives the heap at::Tensor away: the caller frees it, and this tensor is invalid.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            var handle = Release();
            GC.SuppressFinalize(this);
            return handle != 0 ? handle : throw Disposed();
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (disposing)
                OwningScope?.Forget(this);
            if (Release() is var handle && handle != 0)
                Native.x_free(handle);
        }

        internal void DisposeFromScope()
        {
            OwningScope = null;
            Dispose();
        }

        /// <summary>The meta data of this moment.</summary>
        internal unsafe XMeta Meta
        {
            [SkipLocalsInit]
            get
            {
                XMeta meta;
                Native.x_meta(Handle, &meta);
                GC.KeepAlive(this);
                return meta;
            }
        }

        private nint Release()
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle == 0)
                return 0;
            Interlocked.Decrement(ref _totalCount);
            if (_pressureKiB > 0)
                MemoryPressure.Remove(_pressureKiB);
            return handle;
        }

        private static ObjectDisposedException Disposed() =>
            new(nameof(Tensor), "The tensor is disposed, by a call or at the end of its dispose scope.");
    }
}
