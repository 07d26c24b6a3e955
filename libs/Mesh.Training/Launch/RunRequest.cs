using Mesh.Distributed;
using Mesh.Editing;
using Mesh.Stores.Artifacts;
using Mesh.Training.Checkpoints;
using Mesh.Training.Data;
using Mesh.Training.Latents;
using Mesh.Training.Recipes;
using Mesh.Training.Runs;

namespace Mesh.Training.Launch;

/// <summary>A run as it is asked for; what is null is taken from the recipe.</summary>
/// <param name="Recipe">Name of the recipe.</param>
/// <param name="Folder">Where the run goes; all ranks see it.</param>
public sealed record RunRequest(string Recipe, string Folder)
{
    /// <summary>Dataset of encoded clips, or of clips that a model encodes.</summary>
    public string? Data { get; init; }

    /// <summary>Model folder whose autoencoder and text encoder encode clips while they are read; null for none.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>Published weights to start from; null starts from random ones.</summary>
    public string? StartFrom { get; init; }

    /// <summary>Ranks on this machine.</summary>
    public int Ranks { get; init; } = 1;

    /// <summary>Ranks that share one copy of the weights; null for all that share no sample.</summary>
    public int? Shards { get; init; }

    /// <summary>Ranks that share one sample.</summary>
    public int Sequence { get; init; } = 1;

    /// <summary>cpu or cuda; null is cuda where libtorch finds a GPU.</summary>
    public string? Device { get; init; }

    /// <summary>Operations a second that a device can do; null asks <see cref="DevicePeak"/>.</summary>
    public double? PeakFlops { get; init; }

    /// <summary>Most steps of a stage.</summary>
    public int? Steps { get; init; }

    public int? SaveEvery { get; init; }

    /// <summary>Whoever launched the ranks publishes the first checkpoint in so many steps; null for none.</summary>
    public int? PublishEvery { get; init; }

    public ulong? Seed { get; init; }

    /// <summary>Low-rank updates to train in place of the network; null for the recipe's own.</summary>
    public LoraTraining? Lora { get; init; }

    /// <summary>Go on from the newest checkpoint.</summary>
    public bool Resume { get; init; }

    /// <summary>How often in a row ranks are started again without a new checkpoint.</summary>
    public int Restarts { get; init; } = 3;

    /// <summary>Where checkpoints are: a folder, or s3://BUCKET/KEY; null for "checkpoints" in the run's folder.
    /// </summary>
    public string? Checkpoints { get; init; }

    /// <summary>Where buckets are.</summary>
    public BucketAddress Buckets { get; init; } = new();

    private string Place => Checkpoints ?? Path.Combine(Folder, "checkpoints");

    /// <summary>The store of the checkpoints; see <see cref="CheckpointPlace"/>.</summary>
    /// <exception cref="ArgumentException">Their place is no folder and no bucket.</exception>
    public IArtifactStore OpenCheckpoints() =>
        CheckpointPlace.Open(Place, Path.Combine(Folder, "scratch", "bucket"), Buckets);

    /// <summary>Steps of the complete checkpoints, rising; none where nothing has been saved.</summary>
    /// <exception cref="ArtifactStoreException">A bucket is not there, or refuses.</exception>
    public async Task<IReadOnlyList<int>> CheckpointStepsAsync() =>
        CheckpointPlace.IsBucket(Place) || Directory.Exists(Place)
        ? await new CheckpointFolder(OpenCheckpoints()).StepsAsync()
        : [];

    /// <summary>The grid of all ranks of the run.</summary>
    /// <exception cref="ArgumentException">The ranks do not fill it.</exception>
    public DeviceMesh Grid(int ranks)
    {
        var shards = Shards ?? ranks / Sequence;
        if (shards == 0 || ranks % (shards * Sequence) != 0)
            throw new ArgumentException($"{ranks} ranks are no multiple of {Math.Max(1, shards)} shards x {Sequence} "
                + "sequence parts: change the number of ranks, of shards or of parts.");
        return new DeviceMesh(ranks / (shards * Sequence), shards, Sequence);
    }

    /// <summary>The recipe with what was asked for.</summary>
    /// <exception cref="ArgumentException">There is no such recipe.</exception>
    public TrainingRecipe ReadRecipe()
    {
        var recipe = IcveRecipes.Find(Recipe) ?? throw new ArgumentException(
            $"There is no recipe '{Recipe}'; there are {string.Join(", ", IcveRecipes.Names)}.");
        recipe = Steps is { } steps ? recipe.WithSteps(steps) : recipe;
        return recipe with
        {
            Seed = Seed ?? recipe.Seed,
            SaveEvery = Math.Min(SaveEvery ?? recipe.SaveEvery, PublishEvery ?? int.MaxValue),
            Lora = Lora ?? recipe.Lora,
        };
    }

    /// <summary>The samples of the run.</summary>
    /// <exception cref="ArgumentException">The recipe needs a dataset, and none was named.</exception>
    /// <exception cref="InvalidDataException">The dataset is damaged, or its clips need a model.</exception>
    /// <exception cref="ModelException">The model cannot be loaded.</exception>
    public ISampleSource OpenSamples(TrainingRecipe recipe)
    {
        if (Data is { } folder)
        {
            var encoder = Model is null ? null : new SampleEncoder(ModelFolder.Load(Model, parts: SampleEncoder.Parts));
            return new ShardedSamples(folder, encoder);
        }
        return recipe.NeedsData
            ? throw new ArgumentException($"The recipe {recipe.Name} needs a dataset (--data DIR).")
            : new SmokeSamples(recipe);
    }
}
