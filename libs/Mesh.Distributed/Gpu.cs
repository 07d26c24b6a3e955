using System.Text;
using Mesh.Distributed.Native;

namespace Mesh.Distributed;

/// <summary>The GPUs of this machine.</summary>
public static unsafe class Gpu
{
    private const int MaxName = 256;

    /// <summary>Name that its maker gives it, for example "NVIDIA H100 80GB HBM3".</summary>
    /// <returns>Null where the library of ranks was compiled without CUDA's headers.</returns>
    public static string? Name(int index)
    {
        var buffer = stackalloc byte[MaxName];
        int length;
        NativeFailure.Check(NativeMethods.d_device_name(index, buffer, MaxName, &length));
        return length < 0 ? null : Encoding.UTF8.GetString(buffer, Math.Min(length, MaxName));
    }
}
