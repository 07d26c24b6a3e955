namespace TorchSharp;

/// <summary>
/// Tells the collector about memory of libtorch that managed tensors keep alive, in large steps: programs that dispose
/// what they make stay within a step and cause no collection; forgotten tensors add up and are collected.
/// </summary>
internal static class MemoryPressure
{
    private const long StepKiB = 128 << 10;

    private static readonly Lock Gate = new();
    private static long _ownedKiB;
    private static long _reportedKiB;

    internal static void Add(int kib)
    {
        if (Interlocked.Add(ref _ownedKiB, kib) - Volatile.Read(ref _reportedKiB) > StepKiB)
            Report();
    }

    internal static void Remove(int kib)
    {
        if (Volatile.Read(ref _reportedKiB) - Interlocked.Add(ref _ownedKiB, -kib) > 2 * StepKiB)
            Report();
    }

    private static void Report()
    {
        var steps = 0;
        lock (Gate)
        {
            var difference = Volatile.Read(ref _ownedKiB) - _reportedKiB;
            if (difference is > StepKiB or < -2 * StepKiB)
                steps = (int)(difference / StepKiB);
            _reportedKiB += steps * StepKiB;
        }
        if (steps > 0)
            GC.AddMemoryPressure((steps * StepKiB) << 10);
        else if (steps < 0)
            GC.RemoveMemoryPressure((-steps * StepKiB) << 10);
    }
}
