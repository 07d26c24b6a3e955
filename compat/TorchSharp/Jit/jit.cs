namespace TorchSharp;

public static partial class torch
{
    /// <summary>Networks as TorchScript, the code and weights of which are one file.</summary>
    /// <remarks>
    /// Loading runs code of the file, and so may calling it: load only what is trusted. A traced network has the
    /// device that it was made on in its code; loading to another one, and moving it before its first call, rewrites
    /// that.
    /// </remarks>
    public static unsafe partial class jit
    {
        /// <summary>Compiles functions in TorchScript's part of Python.</summary>
        /// <exception cref="System.Runtime.InteropServices.ExternalException">The text does not compile.</exception>
        public static CompilationUnit compile(string script)
        {
            nint unit;
            NativeError.Check(Native.j_compile(script, &unit));
            return new CompilationUnit(unit);
        }

        /// <summary>Writes code and weights.</summary>
        public static void save(ScriptModule module, string filename)
        {
            ArgumentNullException.ThrowIfNull(module);
            NativeError.Check(Native.j_save(module.Handle, filename, null, 0));
            GC.KeepAlive(module);
        }

        /// <summary>Writes code and weights into memory that is large enough.</summary>
        public static void save(ScriptModule module, byte[] bytes)
        {
            ArgumentNullException.ThrowIfNull(module);
            ArgumentNullException.ThrowIfNull(bytes);
            fixed (byte* start = bytes)
                NativeError.Check(Native.j_save(module.Handle, null, start, bytes.LongLength));
            GC.KeepAlive(module);
        }

        private static nint Load(string filename, DeviceType type, long index)
        {
            if (!File.Exists(filename))
                throw new FileNotFoundException("File not found.", filename);
            nint module;
            NativeError.Check(Native.j_load(filename, null, 0, (int)type, (int)index, &module));
            return module;
        }

        private static nint Load(byte[] bytes, DeviceType type, long index)
        {
            ArgumentNullException.ThrowIfNull(bytes);
            nint module;
            fixed (byte* start = bytes)
                NativeError.Check(Native.j_load(null, start, bytes.LongLength, (int)type, (int)index, &module));
            return module;
        }

        private static nint Load(string filename, Device device) => Load(filename, device.type, device.index);

        private static nint Load(byte[] bytes, Device device) => Load(bytes, device.type, device.index);
    }
}
