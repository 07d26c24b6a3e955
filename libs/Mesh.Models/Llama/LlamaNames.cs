namespace Mesh.Models.Llama;

/// <summary>The names under which LLaMA weights are published, as keys of <see cref="LlamaModel"/>.</summary>
/// <remarks>Bare, below "model.", or inside a LLaVA below "language_model.model.".</remarks>
public static class LlamaNames
{
    private const string Anchor = "embed_tokens.weight";

    /// <summary>Our key for every published name; null for one that the network does not need.</summary>
    /// <exception cref="InvalidDataException">There is no LLaMA among them.</exception>
    public static Func<string, string?> KeysOf(IEnumerable<string> published, LlamaModel network)
    {
        var embedding = published.FirstOrDefault(name => name.EndsWith(Anchor, StringComparison.Ordinal))
            ?? throw new InvalidDataException($"No tensor is named '{Anchor}': these are not the weights of a LLaMA.");
        var prefix = embedding[..^Anchor.Length];
        return name => name.StartsWith(prefix, StringComparison.Ordinal)
            ? Needed(name[prefix.Length..], network)
            : null;
    }

    private static string? Needed(string key, LlamaModel network)
    {
        var parts = key.Split('.');
        var isNeeded = parts switch
        {
            ["layers", var number, .. var rest] =>
                int.TryParse(number, out var layer) && layer < network.Config.NumLayers && rest[^1] != "inv_freq",
            ["norm", _] => network.HasNorm,
            ["embed_tokens", _] => true,
            _ => false,
        };
        return isNeeded ? key : null;
    }
}
