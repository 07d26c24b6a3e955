using System.Text.RegularExpressions;

namespace Mesh.Curation.Instructions;

/// <summary>Instructions that ask for nothing but brightness, contrast or saturation, which a filter does better.
/// </summary>
internal static partial class TrivialInstruction
{
    private static readonly HashSet<string> Trivial =
    [
        "brightness", "bright", "brighter", "brighten", "dark", "darker", "darken", "dim", "dimmer", "exposure",
        "light", "lighter", "lighten", "contrast", "saturation", "saturated", "saturate", "desaturate", "desaturated",
        "vivid", "vibrance", "vibrant",
    ];

    private static readonly HashSet<string> Filler =
    [
        "a", "an", "adjust", "and", "all", "bit", "boost", "by", "change", "colour", "color", "colours", "colors",
        "decrease", "entire", "enhance", "film", "footage", "frame", "frames", "higher", "image", "improve", "in",
        "increase", "it", "its", "less", "little", "lower", "make", "more", "much", "of", "overall", "percent",
        "picture", "raise", "reduce", "scene", "slightly", "slight", "strongly", "the", "this", "to", "up", "down",
        "video", "whole", "with",
    ];

    public static bool Is(string instruction)
    {
        var words = Word().Matches(instruction.ToLowerInvariant()).Select(match => match.Value).ToArray();
        return words.Any(Trivial.Contains) && words.All(word => Trivial.Contains(word) || Filler.Contains(word));
    }

    [GeneratedRegex("[a-z]+")]
    private static partial Regex Word();
}
