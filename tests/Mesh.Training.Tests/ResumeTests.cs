using System.Diagnostics;
using System.Globalization;
using Mesh.Distributed;
using Mesh.Distributed.Processes;
using Mesh.Distributed.Tests;
using Mesh.Stores.Artifacts;
using Mesh.Training.Checkpoints;
using static TorchSharp.torch;

namespace Mesh.Training.Tests;

/// <summary>Runs that are killed, and go on.</summary>
public sealed class ResumeTests : IDisposable
{
    private const int Steps = 20;  // of each of two stages

    private readonly string _folder = Directory.CreateTempSubdirectory("mesh-resume").FullName;
    private string? _loraOn;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_whose_ranks_are_killed_ends_with_the_bits_of_one_whose_are_not(bool isLora)
    {
        _loraOn = isLora ? SmokeRun.WriteWeights(Path.Combine(_folder, "base.safetensors")) : null;
        var unbroken = Train("unbroken", new DeviceMesh(Shard: 2));
        var random = new Random(4);
        foreach (var step in (int[])[random.Next(1, 12), random.Next(12, 25), random.Next(25, 39)])
            Kill("killed", new DeviceMesh(Shard: 2), step, random.Next(2));

        var resumed = Train("killed", new DeviceMesh(Shard: 2));

        Assert.StartsWith("done ", unbroken, StringComparison.Ordinal);
        Assert.Equal(unbroken, resumed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_that_goes_on_with_other_ranks_ends_within_rounding(bool isLora)
    {
        _loraOn = isLora ? SmokeRun.WriteWeights(Path.Combine(_folder, "base.safetensors")) : null;
        var four = Train("moved", new DeviceMesh(Shard: 2, Sequence: 2), stopAt: 12);
        var two = Train("moved", new DeviceMesh(Replicate: 2), stopAt: 24);
        Assert.All((string[])[four, two], end => Assert.StartsWith("stopped", end, StringComparison.Ordinal));
        Alone("moved");
        Alone("alone");

        foreach (var (name, expected) in Weights("alone"))
            Assert.True(Weights("moved")[name].allclose(expected, rtol: 1e-3, atol: 1e-4), name);
    }

    private void Alone(string name)
    {
        using var run = SmokeRun.Of(Path.Combine(_folder, name), Steps, MeshRank.Alone, loraOn: _loraOn);
        Assert.True(run.Run(CancellationToken.None));
    }

    private string Train(string name, DeviceMesh grid, int stopAt = 0)
    {
        var run = RankProcesses.Start(grid.Size, nameof(Scenarios.Train), Arguments(name, grid, stopAt));
        Assert.True(run.Exits.All(exit => exit.ExitCode == 0), run.Words);
        return run.Words.Split('\n').Last(line => line.Contains("done ") || line.Contains("stopped "))[4..].TrimEnd();
    }

    private void Kill(string name, DeviceMesh grid, int step, int victim)
    {
        var processes = new Process[grid.Size];
        var line = string.Create(CultureInfo.InvariantCulture, $"step {step}");
        var launcher = new RankLauncher(
            _ => RankProcesses.Command([nameof(Scenarios.Train), .. Arguments(name, grid, 0)]),
            grid.Size,
            (_, text) =>
            {
                if (text == line)
                    processes[victim].Kill();
            })
        {
            Started = (rank, process) => processes[rank] = process,
            Grace = TimeSpan.Zero,
        };

        var exits = launcher.RunAsync(CancellationToken.None).GetAwaiter().GetResult();

        Assert.Equal(137, exits.Single(exit => exit.Rank == victim).ExitCode);
    }

    private string[] Arguments(string name, DeviceMesh grid, int stopAt) =>
    [
        Path.Combine(_folder, name),
        .. ((int[])[Steps, grid.Replicate, grid.Shard, grid.Sequence, stopAt])
            .Select(number => number.ToString(CultureInfo.InvariantCulture)),
        .. _loraOn is null ? [] : (string[])[_loraOn],
    ];

    private Dictionary<string, Tensor> Weights(string name)
    {
        var folder = new CheckpointFolder(new DirectoryArtifactStore(Path.Combine(_folder, name)));
        var manifest = folder.ReadAsync(2 * Steps).GetAwaiter().GetResult();
        using var reader = new ShardReader(folder.Fetch(manifest));
        return manifest.Weights.ToDictionary(
            weight => weight.Key,
            weight => reader.Whole("weights", weight.Key, weight.Value.Aggregate(1L, (count, size) => count * size)));
    }
}
