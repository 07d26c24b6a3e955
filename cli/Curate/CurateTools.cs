using Mesh.Curation.Recipes;
using Mesh.Curator.Tools;

namespace Mesh.Cli.Curate;

/// <summary>Recipes that ask for every tool that a caller brings: who brings one wants it used.</summary>
internal static class CurateTools
{
    /// <param name="recipe">May name others already.</param>
    /// <param name="places">What is brought.</param>
    public static Recipe Asked(Recipe recipe, ToolPlaces places)
    {
        if (places.Embedder is not null && recipe.Duplicates is { Embedding: "perceptual" } duplicates)
            recipe = recipe with { Duplicates = duplicates with { Embedding = "dinov2" } };
        if (places.Tracker is not null && recipe.Motion is { Tracker: "grid" } motion)
            recipe = recipe with { Motion = motion with { Tracker = NameOf(places.Tracker) } };
        if (places.Masks is not null && recipe.Masks is null or { Source: MaskRules.Files })
            recipe = recipe with { Masks = (recipe.Masks ?? new()) with { Source = "tool" } };
        if (places.Depth is not null && recipe.Depth is null)
            recipe = recipe with { Depth = new() { Estimator = DepthOf(places.Depth) } };
        return recipe;
    }

    private static string DepthOf(string place) =>
        ToolServer.AddressOf(place) is not null ? "tool"
        : Directory.Exists(place) ? new DepthRules().Estimator
        : NameOf(place);

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);
}
