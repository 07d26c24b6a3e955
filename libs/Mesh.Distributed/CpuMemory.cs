using Mesh.Distributed.Native;

namespace Mesh.Distributed;

/// <summary>Bytes that libtorch holds for tensors on the CPU, counted where it allocates them.</summary>
/// <remarks>Only what is allocated after <see cref="StartCounting"/> is counted, in the whole process.</remarks>
public static class CpuMemory
{
    /// <summary>Bytes held now.</summary>
    public static long Current => NativeMethods.d_memory(0);

    /// <summary>Most bytes held at once since <see cref="ResetPeak"/>.</summary>
    public static long Peak => NativeMethods.d_memory(1);

    public static void StartCounting() => NativeMethods.d_count_memory();

    public static void ResetPeak() => NativeMethods.d_reset_peak();
}
