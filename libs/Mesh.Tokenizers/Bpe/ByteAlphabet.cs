namespace Mesh.Tokenizers.Bpe;

/// <summary>
/// The characters that byte-level models write bytes with: printable ones as they are, others from U+0100 on.
/// </summary>
/// <remarks>Radford et al. 2019 (GPT-2), section 2.2.</remarks>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = Build();

    private static readonly Dictionary<char, byte> Bytes =
        Enumerable.Range(0, 256).ToDictionary(value => Characters[value], value => (byte)value);

    public static char CharOf(byte value) => Characters[value];

    public static bool TryByteOf(char character, out byte value) => Bytes.TryGetValue(character, out value);

    private static char[] Build()
    {
        var others = 0x100;
        return [.. Enumerable.Range(0, 256).Select(value =>
            value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)value : (char)others++)];
    }
}
