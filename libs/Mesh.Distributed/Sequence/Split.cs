namespace Mesh.Distributed.Sequence;

/// <summary>An uneven split: the first ranks have one more.</summary>
internal static class Split
{
    public static (long Start, long Count) Share(long total, int parts, int part)
    {
        var (each, more) = (total / parts, total % parts);
        return (part * each + Math.Min(part, more), each + (part < more ? 1 : 0));
    }

    public static long[] Counts(long total, int parts) =>
        [.. Enumerable.Range(0, parts).Select(part => Share(total, parts, part).Count)];
}
