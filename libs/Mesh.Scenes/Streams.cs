namespace Mesh.Scenes;

/// <summary>Random streams, so that no two uses of one seed see the same numbers.</summary>
internal static class Streams
{
    public const ulong Clips = 0x10;

    public static ulong Of(Split split) => (ulong)split;
}
