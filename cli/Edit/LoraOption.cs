using System.Globalization;
using Mesh.Editing;

namespace Mesh.Cli.Edit;

/// <summary>FILE or FILE:STRENGTH.</summary>
internal static class LoraOption
{
    /// <exception cref="UsageException">What follows the colon is no number.</exception>
    public static ModelLora Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0 || Path.Exists(text))
            return new(text);
        return double.TryParse(text[(colon + 1)..], CultureInfo.InvariantCulture, out var strength)
            ? new(text[..colon], strength)
            : throw new UsageException($"--lora's strength must be a number, got '{text[(colon + 1)..]}'.");
    }
}
