using System.Runtime.InteropServices;

namespace Mesh.Distributed.Native;

/// <summary>Turns messages of distributed.cpp into exceptions.</summary>
internal static unsafe class NativeFailure
{
    /// <exception cref="ExternalException"><paramref name="error"/> is not null.</exception>
    public static void Check(byte* error)
    {
#pragma warning disable CA2201  // The runtime's own name for what native code reports, as TorchSharp has it.
        if (error != null)
            throw new ExternalException(Marshal.PtrToStringUTF8((nint)error));
#pragma warning restore CA2201
    }
}
