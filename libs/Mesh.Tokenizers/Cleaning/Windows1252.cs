namespace Mesh.Tokenizers.Cleaning;

/// <summary>The code page that Western text is most often misread in; its five gaps stand for themselves.</summary>
internal static class Windows1252
{
    // The characters of the bytes 0x80 to 0x9F.
    private const string Upper =
        "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f"
        + "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

    public static char CharOf(byte value) => value is >= 0x80 and <= 0x9F ? Upper[value - 0x80] : (char)value;

    public static bool TryByteOf(char character, out byte value)
    {
        var place = Upper.IndexOf(character);
        value = (byte)(place >= 0 ? 0x80 + place : character);
        return place >= 0 || character is < '\x80' or (>= '\xa0' and <= '\xff');
    }
}
