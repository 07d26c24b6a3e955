using System.Globalization;
using Mesh.Tensors;
using Mesh.Training.Optimizers;
using static TorchSharp.torch;

namespace Mesh.Training.Stages;

/// <summary>
/// The state of a stage in one safetensors file: weights, average, optimizers, history, and where it is. Random numbers
/// need no state, they follow from seed, stage, step and rank.
/// </summary>
public static class TrainingCheckpoint
{
    private const string HistoryName = "history";

    /// <summary>Writes to a temporary name first: a crash leaves the previous state.</summary>
    public static void Save(
        string path, StageConfig stage, int ranks, Optimization optimization, StageState state, TimeSpan elapsed)
    {
        using var scope = NewDisposeScope();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        double[] history = [.. state.History.SelectMany(
            step => (double[])[step.Step, step.Loss, step.GradNorm, step.Seconds])];
        var tensors = new Dictionary<string, Tensor>(optimization.State)
        {
            [HistoryName] = tensor(history, ScalarType.Float64).view(-1, 4),
        };
        SafetensorsWriter.Save(path, tensors, new Dictionary<string, string>
        {
            ["stage"] = stage.Name,
            ["seed"] = Text(stage.Seed),
            ["batch_size"] = Text(stage.BatchSize),
            ["ranks"] = Text(ranks),
            ["step"] = Text(state.Step),
            ["total_steps"] = state.TotalSteps is { } total ? Text(total) : "",
            ["seconds"] = elapsed.TotalSeconds.ToString("R", CultureInfo.InvariantCulture),
        });
    }

    /// <summary>Puts a saved state back; training goes on with the very same bits.</summary>
    /// <exception cref="InvalidDataException">
    /// The file is of another stage, seed, batch size or number of ranks, or of another network.
    /// </exception>
    public static void Load(string path, StageConfig stage, int ranks, Optimization optimization, StageState state)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var file = SafetensorsFile.Open(path);
        Require(file, "stage", stage.Name);
        Require(file, "seed", Text(stage.Seed));
        Require(file, "batch_size", Text(stage.BatchSize));
        Require(file, "ranks", Text(ranks));

        foreach (var (name, destination) in optimization.State)
        {
            if (!file.Entries.TryGetValue(name, out var entry) || !entry.Shape.SequenceEqual(destination.shape))
                throw new InvalidDataException($"{path}: '{name}' does not fit the network that is trained.");
            destination.copy_(file.Read(name));
        }
        optimization.Weights.Publish();

        state.Step = int.Parse(file.Metadata["step"], CultureInfo.InvariantCulture);
        state.Before = TimeSpan.FromSeconds(double.Parse(file.Metadata["seconds"], CultureInfo.InvariantCulture));
        if (stage.Budget.NumSteps is null && file.Metadata["total_steps"] is { Length: > 0 } total)
            state.TotalSteps = int.Parse(total, CultureInfo.InvariantCulture);
        state.History.AddRange(file.Read(HistoryName).data<double>().ToArray().Chunk(4)
            .Select(row => new StepRecord((int)row[0], row[1], row[2], row[3])));
    }

    private static void Require(SafetensorsFile file, string key, string expected)
    {
        var actual = file.Metadata.GetValueOrDefault(key, "nothing");
        if (actual != expected)
            throw new InvalidDataException($"{file.Path}: {key} is {actual}, but this run has {expected}.");
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
