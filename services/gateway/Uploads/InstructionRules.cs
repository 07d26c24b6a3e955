using System.Text;
using Mesh.ServiceDefaults.Errors;

namespace Mesh.Gateway.Uploads;

/// <summary>What words may be.</summary>
internal static class InstructionRules
{
    // Decoders put it where bytes were not UTF-8.
    private const char Replacement = '\uFFFD';

    /// <summary>Every problem of a text that a model will read.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="text">The text.</param>
    /// <param name="limits">Longest text.</param>
    public static IEnumerable<FieldProblem> Problems(string field, string text, UploadOptions limits)
    {
        if (text.Length > limits.MaxInstructionCharacters)
        {
            yield return new(
                field, $"must have at most {limits.MaxInstructionCharacters} characters, got {text.Length}");
        }
        if (Encoding.UTF8.GetByteCount(text) is var bytes && bytes > limits.MaxInstructionBytes)
            yield return new(field, $"must have at most {limits.MaxInstructionBytes} bytes of UTF-8, got {bytes}");
        if (text.FirstOrDefault(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r')) is var control
            && text.Any(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r')))
        {
            yield return new(field, $"must hold no control characters, got U+{(int)control:X4}");
        }
        if (text.Contains(Replacement, StringComparison.Ordinal) || !IsWellFormed(text))
            yield return new(field, "must be valid Unicode, got bytes or surrogates that are not");
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }
        return true;
    }
}
