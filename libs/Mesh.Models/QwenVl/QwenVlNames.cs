namespace Mesh.Models.QwenVl;

/// <summary>The names under which Qwen2.5-VL weights are published, as keys of <see cref="QwenVlModel"/>.</summary>
public static class QwenVlNames
{
    // Later files say "model.visual.X" and "model.language_model.X".
    private static readonly (string Published, string Ours)[] Prefixes =
        [("model.visual.", "visual."), ("model.language_model.", "model.")];

    /// <summary>Our key for a published name; null for one that the network does not need.</summary>
    public static string? KeyOf(string published, QwenVlConfig config)
    {
        if (published.EndsWith("inv_freq", StringComparison.Ordinal)
            || config.TiesEmbeddings && published.StartsWith("lm_head.", StringComparison.Ordinal))
        {
            return null;
        }

        foreach (var (prefix, ours) in Prefixes)
        {
            if (published.StartsWith(prefix, StringComparison.Ordinal))
                return ours + published[prefix.Length..];
        }

        return published;
    }
}
