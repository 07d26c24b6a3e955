using Mesh.Curation.Recipes;

namespace Mesh.Cli.Curate;

/// <summary>Networks that a caller of mesh curate brings; null for none.</summary>
/// <param name="Embedder">Folder of DINOv2's weights.</param>
/// <param name="Tracker">Archive of a point tracker.</param>
/// <param name="Depth">Folder, archive or address of what makes depth films.</param>
internal sealed record CurateNetworks(string? Embedder, string? Tracker, string? Depth)
{
    /// <summary>The recipe with every network asked for: who brings weights wants them used.</summary>
    /// <param name="recipe">May name others already.</param>
    /// <param name="depthKind">What the depth is made by; null for none.</param>
    public Recipe Asked(Recipe recipe, string? depthKind)
    {
        if (Embedder is not null && recipe.Duplicates is { Embedding: "perceptual" } duplicates)
            recipe = recipe with { Duplicates = duplicates with { Embedding = "dinov2" } };
        if (Tracker is not null && recipe.Motion is { Tracker: "grid" } motion)
            recipe = recipe with { Motion = motion with { Tracker = Path.GetFileNameWithoutExtension(Tracker) } };
        return depthKind is not null && recipe.Depth is null
            ? recipe with { Depth = new() { Estimator = depthKind } }
            : recipe;
    }
}
