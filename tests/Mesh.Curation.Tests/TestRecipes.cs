using Mesh.Curation.Recipes;

namespace Mesh.Curation.Tests;

/// <summary>Recipes for films of a second or two.</summary>
internal static class TestRecipes
{
    /// <summary>Pairs of nine frames at 64 x 96.</summary>
    public static Recipe Pairs { get; } = new()
    {
        Name = "tiny-pairs",
        Task = RecipeTask.Pairs,
        Sources = new() { MinSide = 64, MinSeconds = 0.5 },
        Scenes = new() { MinSeconds = 0.8 },
        Motion = new() { MinTravel = 0.004 },
        Clips = new() { Buckets = [new(64, 96, 9), new(96, 64, 9)], Preset = "ultrafast" },
        Instructions = new(),
        Shards = new() { Samples = 3 },
    };

    /// <summary>Single clips of 17 frames at 20 fps.</summary>
    public static Recipe Clips { get; } = Pairs with
    {
        Name = "tiny-clips",
        Task = RecipeTask.Clips,
        Clips = new() { Buckets = [new(64, 96, 17)], Rate = 20, Preset = "ultrafast" },
    };
}
