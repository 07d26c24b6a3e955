using Mesh.TestKit;

namespace Mesh.Cli.Tests;

/// <summary>Training on ranks that are processes, started by the program.</summary>
public sealed class RankedTrainTests : IDisposable
{
    private const string FirstSave = "mesh: saved the checkpoint of step 5";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_killed_rank_and_a_terminated_run_end_with_the_weights_of_an_undisturbed_one()
    {
        var undisturbed = await MeshProgram.RunAsync(Arguments("undisturbed"));
        var killed = await KilledAsync();
        var terminated = await TerminatedAsync();
        var resumed = await MeshProgram.RunAsync([.. Arguments("terminated"), "--resume"]);

        Assert.Equal((0, 0, 0, 0), (undisturbed.Code, killed.Code, terminated.Code, resumed.Code));
        Assert.Contains("rank 1 was killed by signal 9; starting all ranks", killed.Errors, StringComparison.Ordinal);
        Assert.Contains("stopped, --resume goes on", terminated.Output, StringComparison.Ordinal);
        Assert.Contains("done after 60 of 60 steps", undisturbed.Output, StringComparison.Ordinal);
        Assert.Equal(undisturbed.WeightHash, killed.WeightHash);
        Assert.Equal(undisturbed.WeightHash, resumed.WeightHash);
        Assert.Equal(60, File.ReadLines(_folder.At("killed/steps.jsonl")).Count());
        Assert.True(File.Exists(_folder.At("undisturbed/diffusion_pytorch_model.safetensors")));
    }

    [Fact]
    public async Task What_cannot_be_run_is_told_once_and_not_tried_again()
    {
        var grid = await MeshProgram.RunAsync(
            "train", "--recipe", "icve-smoke", "--out", _folder.At("a"), "--nproc", "3", "--sequence", "2");
        var data = await MeshProgram.RunAsync("train", "--recipe", "icve-sft", "--out", _folder.At("b"));
        var option = await MeshProgram.RunAsync(
            "train", "--recipe", "icve-sft", "--out", _folder.At("c"), "--workers", "2");
        var noBase = await MeshProgram.RunAsync(
            "train", "--recipe", "icve-smoke", "--out", _folder.At("d"), "--publish-every", "5");

        Assert.Equal((2, 2, 2, 2), (grid.Code, data.Code, option.Code, noBase.Code));
        Assert.Contains("--publish-every K and --base DIR go together.", noBase.Errors, StringComparison.Ordinal);
        Assert.Contains("3 ranks are no multiple of 1 shards x 2", grid.Errors, StringComparison.Ordinal);
        Assert.Contains(
            "The recipe icve-sft needs a dataset (--data DIR).", data.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("starting all ranks again", data.Errors, StringComparison.Ordinal);
        Assert.Contains("--workers is no option of the recipe icve-sft.", option.Errors, StringComparison.Ordinal);
    }

    private async Task<Ended> KilledAsync()
    {
        using var run = MeshProgram.Start(Arguments("killed"));
        await run.FirstErrorLineAsync(FirstSave);
        using (var rank = run.Rank(1))
            rank.Kill();
        return await run.EndAsync();
    }

    private async Task<Ended> TerminatedAsync()
    {
        using var run = MeshProgram.Start(Arguments("terminated"));
        await run.FirstErrorLineAsync(FirstSave);
        await run.SignalAsync("TERM");
        return await run.EndAsync();
    }

    private string[] Arguments(string name) =>
    [
        "train", "--recipe", "icve-smoke", "--out", _folder.At(name), "--nproc", "2", "--steps", "30",
        "--save-every", "5",
    ];
}
