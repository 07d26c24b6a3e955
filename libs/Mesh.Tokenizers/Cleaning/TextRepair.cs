using System.Text;
using System.Text.RegularExpressions;
using Mesh.Tokenizers.Unicode;

namespace Mesh.Tokenizers.Cleaning;

/// <summary>The repairs of ftfy (Speer 2019) that change what a prompt means to a tokenizer.</summary>
/// <remarks>
/// Made: HTML references where there is no tag, terminal colours, UTF-8 that was read as Windows-1252 (whole lines
/// only), C1 controls, Latin ligatures, full-width and half-width forms, curly quotes, line ends, control characters,
/// NFC. Not made: the guesses on text that is broken in part, in other code pages or with lost bytes.
/// </remarks>
internal static partial class TextRepair
{
    private const int MaxRounds = 8;

    private static readonly Dictionary<char, string> Ligatures = (
        "\u0132=IJ \u0133=ij \u0149=\u02bcn \u01f1=DZ \u01f2=Dz \u01f3=dz \u01c4=D\u017d \u01c5=D\u017e \u01c6=d\u017e "
        + "\u01c7=LJ \u01c8=Lj \u01c9=lj \u01ca=NJ \u01cb=Nj \u01cc=nj "
        + "\ufb00=ff \ufb01=fi \ufb02=fl \ufb03=ffi \ufb04=ffl \ufb05=\u017ft \ufb06=st")
        .Split(' ').ToDictionary(entry => entry[0], entry => entry[2..]);

    public static string Of(string text)
    {
        for (var (round, before) = (0, ""); round < MaxRounds && before != text; round++)
        {
            before = text;
            text = text.Contains('<') ? text : HtmlText.Unescaped(text);
            text = TerminalColour().Replace(text, "");
            text = string.Join('\n', text.Split('\n').Select(Decoded));
            text = Characters(text);
            text = NormalForm.C.Of(text);
        }

        return text;
    }

    private static string Decoded(string line)
    {
        var bytes = new byte[line.Length];
        for (var i = 0; i < line.Length; i++)
        {
            if (!Windows1252.TryByteOf(line[i], out bytes[i]))
                return line;
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return line;
        }
    }

    private static string Characters(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var character in LineEnd().Replace(text, "\n"))
        {
            switch (character)
            {
                case >= '\x80' and <= '\x9f':
                    result.Append(Windows1252.CharOf((byte)character));
                    break;
                case '\u02bc' or (>= '\u2018' and <= '\u201b'):
                    result.Append('\'');
                    break;
                case >= '\u201c' and <= '\u201f':
                    result.Append('"');
                    break;
                case '\u3000':
                    result.Append(' ');
                    break;
                case >= '\uff01' and < '\ufff0':
                    result.Append(NormalForm.KC.Of(character.ToString()));
                    break;
                case var other when Ligatures.TryGetValue(other, out var letters):
                    result.Append(letters);
                    break;
                case var other when !IsControl(other):
                    result.Append(other);
                    break;
            }
        }

        return result.ToString();
    }

    private static bool IsControl(char character) => character is < '\t' or '\v' or (>= '\x0e' and < ' ') or '\x7f'
        or (>= '\u206a' and <= '\u206f') or '\ufeff' or (>= '\ufff9' and <= '\ufffc');

    [GeneratedRegex(@"\x1b\[[0-9;]*[a-zA-Z]")]
    private static partial Regex TerminalColour();

    [GeneratedRegex(@"\r\n|[\r\u2028\u2029]")]
    private static partial Regex LineEnd();
}
