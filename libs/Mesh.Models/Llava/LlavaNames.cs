namespace Mesh.Models.Llava;

/// <summary>The names under which LLaVA weights are published, as keys of <see cref="LlavaModel"/>.</summary>
public static class LlavaNames
{
    // Later files say "model.language_model.X", "model.vision_tower.X" and "lm_head.weight".
    private const string Later = "model.";

    /// <summary>Our key for a published name; null for tables that are computed.</summary>
    public static string? KeyOf(string published)
    {
        if (published.EndsWith("position_ids", StringComparison.Ordinal)
            || published.EndsWith("inv_freq", StringComparison.Ordinal))
        {
            return null;
        }

        if (published.StartsWith("lm_head.", StringComparison.Ordinal))
            return $"language_model.{published}";
        if (!published.StartsWith(Later, StringComparison.Ordinal))
            return published;

        var name = published[Later.Length..];
        return name.StartsWith("language_model.", StringComparison.Ordinal)
            ? $"language_model.model.{name["language_model.".Length..]}"
            : name;
    }
}
