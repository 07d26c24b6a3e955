using Mesh.Models.NanoText;

namespace Mesh.Models.Tests.NanoText;

/// <summary>A language of eight words.</summary>
internal static class TinyNanoText
{
    private static readonly Dictionary<string, string> Synonyms = new()
    {
        ["recolor"] = "recolour",
        ["gray"] = "grey",
        ["erase"] = "remove",
        ["get rid of"] = "remove",
        ["this"] = "the",
    };

    public static NanoTextConfig Config { get; } =
        NanoTextConfig.Nano(["recolour", "remove", "red", "blue", "grey", "circle", "square", "to", "the"], Synonyms)
            with
        { Length = 6, HiddenSize = 16, NumHeads = 2 };
}
