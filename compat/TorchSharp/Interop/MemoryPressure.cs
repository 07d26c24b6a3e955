namespace TorchSharp;

/// <summary>
/// Collects garbage when forgotten tensors hold much memory of libtorch, which the collector does not see. Programs
/// that dispose what they make reach a steady level, and then cause no collection.
/// </summary>
internal static class MemoryPressure
{
    private const long SlackKiB = 128 << 10;

    private static readonly Lock Gate = new();
    private static long _ownedKiB;
    private static long _limitKiB = SlackKiB;

    internal static void Add(int kib)
    {
        if (Interlocked.Add(ref _ownedKiB, kib) > Volatile.Read(ref _limitKiB))
            Collect();
    }

    internal static void Remove(int kib) => Interlocked.Add(ref _ownedKiB, -kib);

    /// <summary>The next collection comes when memory has grown by half over what this one leaves.</summary>
    private static void Collect()
    {
        if (!Gate.TryEnter())
            return;
        try
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var left = Volatile.Read(ref _ownedKiB);
            Volatile.Write(ref _limitKiB, left + Math.Max(SlackKiB, left / 2));
        }
        finally
        {
            Gate.Exit();
        }
    }
}
