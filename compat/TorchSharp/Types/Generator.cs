namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers.</summary>
    public class Generator : IDisposable
    {
        private nint _handle;

        public Generator(ulong seed = 0, Device? device = null)
            : this(Open(device ?? CPU, fresh: true, seed), device ?? CPU)
        {
        }

        private Generator(nint handle, Device device)
        {
            _handle = handle;
            this.device = device;
        }

        ~Generator() => Dispose(false);

        /// <summary>The generator of the CPU that operators use when none is given.</summary>
        public static Generator Default => new(Open(CPU, fresh: false, 0), CPU);

        public Device device { get; }

        public IntPtr Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Generator));

        /// <summary>Restarts the sequence of a seed.</summary>
        public Generator manual_seed(long seed)
        {
            Seed(1, (ulong)seed);
            return this;
        }

        /// <summary>The seed at the start of the sequence.</summary>
        public long initial_seed() => (long)Seed(0, 0);

        /// <summary>Draws a seed, restarts from it and returns it.</summary>
        public long seed() => (long)Seed(2, 0);

        /// <summary>The state as bytes; <see cref="set_state"/> goes on from there.</summary>
        public unsafe Tensor get_state()
        {
            nint state;
            NativeError.Check(Native.x_generator_state(Handle, 0, &state));
            GC.KeepAlive(this);
            return new Tensor(state);
        }

        public unsafe void set_state(Tensor value)
        {
            ArgumentNullException.ThrowIfNull(value);
            NativeError.Check(Native.x_generator_state(Handle, value.Handle, null));
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _handle, 0) is var handle && handle != 0)
                Native.x_generator_free(handle);
        }

        internal static Generator DefaultOf(Device device) => new(Open(device, fresh: false, 0), device);

        private unsafe ulong Seed(int mode, ulong seed)
        {
            NativeError.Check(Native.x_generator_seed(Handle, mode, &seed));
            GC.KeepAlive(this);
            return seed;
        }

        private static unsafe nint Open(Device device, bool fresh, ulong seed)
        {
            nint handle;
            NativeError.Check(Native.x_generator(
                (int)device.type, device.index, fresh ? (byte)1 : (byte)0, seed, &handle));
            return handle;
        }
    }
}
