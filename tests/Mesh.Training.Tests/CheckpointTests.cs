using Mesh.Distributed;
using Mesh.Stores.Artifacts;
using Mesh.Training.Checkpoints;

namespace Mesh.Training.Tests;

/// <summary>What happens to checkpoints that something happens to.</summary>
public sealed class CheckpointTests : IDisposable
{
    private const int Steps = 10;

    private readonly string _folder = Directory.CreateTempSubdirectory("mesh-checkpoints").FullName;
    private readonly List<string> _notes = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_newest_are_kept_and_their_manifests_name_every_weight()
    {
        Run();

        var folder = new CheckpointFolder(new DirectoryArtifactStore(_folder));
        Assert.Equal([7, 14, 20], await folder.StepsAsync());
        var manifest = await folder.ReadAsync(20);
        Assert.Equal(64, manifest.Files[0].Sha256.Length);
        Assert.Equal([24, 4, 1, 2, 2], manifest.Weights["img_in.proj.weight"]);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "scratch")));
    }

    [Fact]
    public void A_damaged_checkpoint_is_named_and_the_one_before_is_used()
    {
        var sound = Run();
        Damage(20);

        var again = Run();

        Assert.Contains(
            _notes, note => note.Contains("shard-00000-of-00001.safetensors is damaged", StringComparison.Ordinal));
        Assert.Equal(sound, again);
    }

    [Fact]
    public async Task A_save_that_was_never_completed_is_not_there_and_is_cleared_away()
    {
        Run();
        File.Delete(Path.Combine(_folder, "step-00000020", "manifest.json"));
        Assert.Equal([7, 14], await new CheckpointFolder(new DirectoryArtifactStore(_folder)).StepsAsync());

        Run();

        Assert.Equal([7, 14, 20], await new CheckpointFolder(new DirectoryArtifactStore(_folder)).StepsAsync());
    }

    [Fact]
    public void A_disk_that_takes_nothing_stops_no_step_and_the_end_says_so()
    {
        using var run = SmokeRun.Of(_folder, Steps, MeshRank.Alone, noted: _notes.Add);
        var scratch = Path.Combine(_folder, "scratch");
        File.WriteAllText(scratch, "a file where a folder should be");

        var error = Assert.Throws<IOException>(() => run.Run(CancellationToken.None));

        Assert.Equal(2 * Steps, run.Step);
        Assert.Contains("step 20 could not be saved", error.Message, StringComparison.Ordinal);
        Assert.Contains(_notes, note => note.StartsWith("The checkpoint of step 7 failed", StringComparison.Ordinal));
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_refused()
    {
        Run();
        var recipe = SmokeRun.Recipe(Steps) with { Seed = 9 };
        using var run = new Runs.TrainingRun(
            recipe,
            new Data.SmokeSamples(recipe),
            MeshRank.Alone,
            new Runs.RunOptions(new DirectoryArtifactStore(_folder), Path.Combine(_folder, "scratch"))
            {
                Resume = true,
            });

        var error = Assert.Throws<InvalidDataException>(() => run.Run(CancellationToken.None));

        Assert.Contains("seed '1', but this run has '9'", error.Message, StringComparison.Ordinal);
    }

    private string Run()
    {
        using var run = SmokeRun.Of(_folder, Steps, MeshRank.Alone, noted: _notes.Add);
        Assert.True(run.Run(CancellationToken.None));
        return run.Hash;
    }

    private void Damage(int step)
    {
        var path = Directory.GetFiles(Path.Combine(_folder, $"step-{step:00000000}"), "*.safetensors").Single();
        var bytes = File.ReadAllBytes(path);
        bytes[^5] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
