using System.Buffers.Binary;

namespace Mesh.Gateway.Tests.Hostile;

/// <summary>Ways to damage a file, each the same for the same seed.</summary>
internal static class Mutations
{
    /// <summary>A number of damaged copies with names that tell how to make them again.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Of(byte[] whole, int each)
    {
        for (var seed = 0; seed < each; seed++)
        {
            yield return ($"truncated {seed}", whole[..(whole.Length * seed / each)]);
            yield return ($"flipped {seed}", Flipped(whole, new(seed)));
            yield return ($"sized {seed}", Sized(whole, new(seed)));
            yield return ($"shuffled {seed}", Shuffled(whole, new(seed)));
        }
    }

    public static byte[] Flipped(byte[] whole, Random random)
    {
        var bytes = (byte[])whole.Clone();
        for (var flips = 1 << random.Next(8); flips > 0; flips--)
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    // A length somewhere becomes absurd: of a box, a table, a picture.
    private static byte[] Sized(byte[] whole, Random random)
    {
        var bytes = (byte[])whole.Clone();
        uint[] absurd = [0, 1, 7, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFF, 0x10000];
        for (var n = 0; n < 4; n++)
        {
            var at = 4 * random.Next(Math.Min(bytes.Length, 4096) / 4 - 1);
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), absurd[random.Next(absurd.Length)]);
        }
        return bytes;
    }

    // Pieces in another order, some of them twice.
    private static byte[] Shuffled(byte[] whole, Random random)
    {
        var pieces = whole.Chunk(Math.Max(16, whole.Length / 16)).ToArray();
        return [.. Enumerable.Range(0, 20).SelectMany(_ => pieces[random.Next(pieces.Length)])];
    }
}
