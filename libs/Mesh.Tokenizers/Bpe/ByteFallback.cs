using System.Globalization;

namespace Mesh.Tokenizers.Bpe;

/// <summary>The pieces that stand for single bytes: &lt;0x00&gt; to &lt;0xFF&gt;.</summary>
internal static class ByteFallback
{
    /// <summary>Their ids, -1 for one that the vocabulary lacks; none where they are not used.</summary>
    public static int[] Ids(Vocabulary vocabulary, bool used) => used
        ? [.. Enumerable.Range(0, 256).Select(value => vocabulary.IdOf(Name(value)))]
        : [];

    /// <summary>The byte a piece stands for, or false.</summary>
    public static bool TryParse(string token, out byte value)
    {
        value = 0;
        return token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
            && byte.TryParse(
                token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Adds the pieces of a character's bytes, unless one of them is missing.</summary>
    public static bool TryAdd(scoped ReadOnlySpan<byte> character, int[] ids, ref SymbolChain symbols)
    {
        if (!CanWrite(character, ids))
            return false;

        foreach (var value in character)
            symbols.Add(ids[value]);
        return true;
    }

    public static bool CanWrite(ReadOnlySpan<byte> text, int[] ids)
    {
        if (ids.Length == 0)
            return false;

        foreach (var value in text)
        {
            if (ids[value] < 0)
                return false;
        }

        return true;
    }

    private static string Name(int value) => $"<0x{value.ToString("X2", CultureInfo.InvariantCulture)}>";
}
