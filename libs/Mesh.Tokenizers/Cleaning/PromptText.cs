using System.Text;

namespace Mesh.Tokenizers.Cleaning;

/// <summary>Prompts as Wan cleans them: repaired, HTML references resolved twice, white space collapsed.</summary>
/// <remarks>Which repairs are made is said at <see cref="TextRepair"/>.</remarks>
public static class PromptText
{
    public static string Clean(string text) =>
        Collapsed(HtmlText.Unescaped(HtmlText.Unescaped(TextRepair.Of(text))));

    // One space for every run of white space and none at the ends; the separators U+001C to U+001F count, as in Python.
    private static string Collapsed(string text)
    {
        var result = new StringBuilder(text.Length);
        var pending = false;
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character) || character is >= '\x1c' and <= '\x1f')
            {
                pending = result.Length > 0;
                continue;
            }

            if (pending)
                result.Append(' ');
            result.Append(character);
            pending = false;
        }

        return result.ToString();
    }
}
