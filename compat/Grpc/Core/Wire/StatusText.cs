using System.Globalization;
using System.Text;

namespace Grpc.Core.Wire;

/// <summary>A status as the fields "grpc-status" and "grpc-message".</summary>
internal static class StatusText
{
    public const string Code = "grpc-status";
    public const string Message = "grpc-message";

    public static string EncodeCode(StatusCode code) => ((int)code).ToString(CultureInfo.InvariantCulture);

    /// <summary>Null when the text is no number; codes that are not defined are Unknown.</summary>
    public static StatusCode? DecodeCode(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? Enum.IsDefined((StatusCode)code) ? (StatusCode)code : StatusCode.Unknown
            : null;

    /// <summary>Percent-encodes what is not printable ASCII, in UTF-8.</summary>
    public static string EncodeMessage(string text)
    {
        if (text.All(IsPlain))
            return text;
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (IsPlain((char)value))
                encoded.Append((char)value);
            else
                encoded.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    /// <summary>Leaves a percent sign that starts no encoded byte as it is.</summary>
    public static string DecodeMessage(string text)
    {
        if (!text.Contains('%'))
            return text;
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && byte.TryParse(
                text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text, i, 1));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static bool IsPlain(char character) => character is >= ' ' and <= '~' and not '%';
}
