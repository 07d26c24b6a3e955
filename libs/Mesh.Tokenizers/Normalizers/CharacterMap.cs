using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Mesh.Tokenizers.Normalizers;

/// <summary>The character map that SentencePiece compiles into a model: what a short string is replaced by.</summary>
/// <remarks>
/// Applied as the published tokenizers do: to whole grapheme clusters below six bytes, the shortest key that the
/// cluster starts with replacing all of it; otherwise character by character.
/// </remarks>
internal sealed class CharacterMap
{
    private const int MaxClusterBytes = 5;
    private const int Ascii = 128;

    private readonly DoubleArray _keys;
    private readonly byte[] _values;
    private readonly string?[] _ascii;

    /// <param name="base64">Length of the tree in bytes, the tree, values that end in a zero byte.</param>
    /// <exception cref="TokenizerFormatException">The data is cut off.</exception>
    public CharacterMap(string base64)
    {
        var data = Convert.FromBase64String(base64);
        var length = data.Length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(data);
        if (length == 0 || length % 4 != 0 || length > data.Length - 4)
            throw new TokenizerFormatException($"The precompiled character map is cut off at {data.Length} bytes.");

        _keys = new DoubleArray(MemoryMarshal.Cast<byte, uint>(data.AsSpan(4, (int)length)).ToArray());
        _values = data[(4 + (int)length)..];
        _ascii = [.. Enumerable.Range(0, Ascii).Select(unit => ValueOf([(char)unit]))];
    }

    public string Apply(string text)
    {
        var result = new StringBuilder(text.Length);
        for (int at = 0, length; at < text.Length; at += length)
        {
            length = IsAlone(text, at) ? 1 : StringInfo.GetNextTextElementLength(text, at);
            if (length == 1 && text[at] < Ascii)
                Append(result, _ascii[text[at]], text.AsSpan(at, 1));
            else
                AppendCluster(result, text.AsSpan(at, length));
        }

        return result.ToString();
    }

    private static bool IsAlone(string text, int at) =>
        text[at] is < (char)Ascii and not '\r' && (at + 1 == text.Length || text[at + 1] < Ascii);

    private void AppendCluster(StringBuilder result, ReadOnlySpan<char> cluster)
    {
        if (Encoding.UTF8.GetByteCount(cluster) <= MaxClusterBytes && ValueOf(cluster) is { } whole)
        {
            result.Append(whole);
            return;
        }

        for (int at = 0, length; at < cluster.Length; at += length)
        {
            length = char.IsHighSurrogate(cluster[at]) ? 2 : 1;
            var character = cluster.Slice(at, length);
            Append(result, ValueOf(character), character);
        }
    }

    private static void Append(StringBuilder result, string? value, ReadOnlySpan<char> otherwise)
    {
        if (value is null)
            result.Append(otherwise);
        else
            result.Append(value);
    }

    private string? ValueOf(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[16];
        var start = _keys.ShortestPrefix(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        if (start < 0 || start > _values.Length)
            return null;

        var value = _values.AsSpan(start);
        var end = value.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? value : value[..end]);
    }
}
