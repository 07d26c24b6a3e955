using Mesh.Distributed;
using Mesh.Models.MmDit;
using Mesh.Stores.Artifacts;
using Mesh.Tensors;
using Mesh.Training.Data;
using Mesh.Training.Recipes;
using Mesh.Training.Runs;
using static TorchSharp.torch;

namespace Mesh.Training.Tests;

/// <summary>The smoke recipe in a folder.</summary>
internal static class SmokeRun
{
    public const int SaveEvery = 7;

    /// <summary>Writes weights of the recipe's network, or of a variant of it, none of them zero.</summary>
    public static string WriteWeights(string path, ulong seed = 3, MmDitConfig? config = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var random = new Generator(seed);
        using var model = new MmDitModel(config ?? IcveRecipes.Smoke().Transformer);
        foreach (var (_, weight) in model.named_parameters())
            weight.copy_(randn(weight.shape, generator: random) * 0.1);
        SafetensorsWriter.Save(path, StateDict.Of(model));
        return path;
    }

    public static TrainingRecipe Recipe(int steps) =>
        IcveRecipes.Smoke().WithSteps(steps) with { SaveEvery = SaveEvery };

    /// <summary>Updates of the attention of the blocks.</summary>
    public static LoraTraining Lora { get; } = new(Rank: 2, Alpha: 4);

    /// <param name="folder">Of the run.</param>
    /// <param name="steps">Of each stage.</param>
    /// <param name="place">Where this rank is.</param>
    /// <param name="stepped">Told of every step.</param>
    /// <param name="noted">Told what a person should know.</param>
    /// <param name="loraOn">Weights that low-rank updates are trained on; null trains the network.</param>
    public static TrainingRun Of(
        string folder, int steps, MeshRank place, Action<RunStep>? stepped = null, Action<string>? noted = null,
        string? loraOn = null) =>
        In(new DirectoryArtifactStore(folder), folder, steps, place, stepped, noted, loraOn);

    /// <summary>The recipe with its checkpoints in a store, and a folder for the rest.</summary>
    public static TrainingRun In(
        IArtifactStore store, string folder, int steps, MeshRank place, Action<RunStep>? stepped = null,
        Action<string>? noted = null, string? loraOn = null)
    {
        var recipe = Recipe(steps) with { Lora = loraOn is null ? null : Lora };
        return new TrainingRun(recipe, new SmokeSamples(recipe), place, new RunOptions(
            store, Path.Combine(folder, "scratch"))
        {
            Resume = true,
            StartFrom = loraOn,
            Stepped = stepped,
            Noted = noted ?? Console.WriteLine,
        });
    }
}
