using Mesh.Distributed;
using Mesh.Stores.Artifacts;
using Mesh.Training.Data;
using Mesh.Training.Recipes;
using Mesh.Training.Runs;

namespace Mesh.Training.Tests;

/// <summary>The smoke recipe in a folder.</summary>
internal static class SmokeRun
{
    public const int SaveEvery = 7;

    public static TrainingRecipe Recipe(int steps) =>
        IcveRecipes.Smoke().WithSteps(steps) with { SaveEvery = SaveEvery };

    public static TrainingRun Of(
        string folder, int steps, MeshRank place, Action<RunStep>? stepped = null, Action<string>? noted = null)
    {
        var recipe = Recipe(steps);
        return new TrainingRun(recipe, new SmokeSamples(recipe), place, new RunOptions(
            new DirectoryArtifactStore(folder), Path.Combine(folder, "scratch"))
        {
            Resume = true,
            Stepped = stepped,
            Noted = noted ?? Console.WriteLine,
        });
    }
}
