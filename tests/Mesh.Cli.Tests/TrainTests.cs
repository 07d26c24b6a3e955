using System.Text.Json;
using Mesh.TestKit;

namespace Mesh.Cli.Tests;

public sealed class TrainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_is_trained_scored_and_used_by_three_commands()
    {
        var (model, samples) = (_folder.At("model"), _folder.At("samples"));

        var trained = await MeshProgram.RunAsync(
            "train", "--recipe", "smoke", "--steps", "2", "--workers", "1", "--out", model);
        var scored = await MeshProgram.RunAsync(
            "eval", "--model", model, "--cases", "6", "--json", "--sheet", _folder.At("sheet.png"));
        var rendered = await MeshProgram.RunAsync("render", "red-circle", "--out", samples);
        var edited = await MeshProgram.RunAsync(
            "edit", Path.Combine(samples, "red-circle.mp4"), "recolour the red circle to blue",
            "-o", _folder.At("out.mp4"), "--model", model, "--steps", "1", "--json");

        Assert.Equal((0, 0, 0, 0), (trained.Code, scored.Code, rendered.Code, edited.Code));
        Assert.Contains("finetune", trained.Errors, StringComparison.Ordinal);
        Assert.Equal(6, JsonDocument.Parse(scored.Output).RootElement.GetProperty("cases").GetInt32());
        Assert.True(File.Exists(_folder.At("sheet.png")));
        Assert.Equal("model", JsonDocument.Parse(edited.Output).RootElement.GetProperty("model").GetString());
    }

    [Fact]
    public async Task A_run_that_was_interrupted_and_killed_resumes_to_the_weights_of_an_undisturbed_one()
    {
        var (undisturbed, disturbed) = (_folder.At("undisturbed"), _folder.At("disturbed"));
        Assert.Equal(0, (await MeshProgram.RunAsync(Train(undisturbed))).Code);

        var interrupted = await StopAsync(Train(disturbed), "vae", "INT");
        Assert.Equal(130, interrupted.Code);
        Assert.True(File.Exists(Path.Combine(disturbed, "training", "vae.safetensors")));

        var killed = await StopAsync([.. Train(disturbed), "--resume"], "pretrain", "KILL");
        Assert.NotEqual(0, killed.Code);

        var resumed = await MeshProgram.RunAsync([.. Train(disturbed), "--resume"]);
        Assert.Equal(0, resumed.Code);
        Assert.DoesNotContain(resumed.ErrorLines, line => line.StartsWith("vae", StringComparison.Ordinal));
        foreach (var file in (string[])["vae.safetensors", "transformer.safetensors", "text.safetensors"])
        {
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(undisturbed, file)), File.ReadAllBytes(Path.Combine(disturbed, file)));
        }
    }

    [Fact]
    public async Task A_gpu_that_is_not_there_is_one_line()
    {
        if (TorchSharp.torch.cuda.is_available())
            return;

        var ended = await MeshProgram.RunAsync("train", "--device", "cuda", "--out", _folder.At("model"));

        Assert.Equal(2, ended.Code);
        Assert.Contains("finds no GPU", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_over_ranks_asks_for_gpus_that_are_not_there_in_one_line()
    {
        if (TorchSharp.torch.cuda.is_available())
            return;

        var ended = await MeshProgram.RunAsync(
            "train", "--recipe", "icve-smoke", "--nproc", "2", "--device", "cuda", "--out", _folder.At("run"));

        Assert.Equal(2, ended.Code);
        Assert.Contains("finds no GPU", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    private static string[] Train(string folder) =>
        ["train", "--recipe", "smoke", "--steps", "20", "--workers", "1", "--out", folder];

    /// <summary>Runs until a stage has made its first step, then sends a signal.</summary>
    private static async Task<Ended> StopAsync(string[] arguments, string stage, string signal)
    {
        using var program = MeshProgram.Start(arguments);
        await program.FirstErrorLineAsync(stage);
        await program.SignalAsync(signal);
        return await program.EndAsync();
    }
}
