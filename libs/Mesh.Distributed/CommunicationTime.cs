using System.Diagnostics;

namespace Mesh.Distributed;

/// <summary>How long this process has waited for other ranks.</summary>
public static class CommunicationTime
{
    private static long _ticks;

    /// <summary>Seconds since the process began.</summary>
    public static double Total => (double)Interlocked.Read(ref _ticks) / Stopwatch.Frequency;

    internal static void Add(long ticks) => Interlocked.Add(ref _ticks, ticks);
}
