using System.Globalization;
using System.Text.Json;
using Mesh.Tensors;
using Mesh.TestKit;

namespace Mesh.Cli.Tests;

public sealed class TrainTests : IDisposable
{
    private const int Steps = 60;

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
    public async Task An_interrupted_and_killed_run_resumes_to_the_weights_of_an_undisturbed_one()
    {
        var (undisturbed, disturbed) = (_folder.At("undisturbed"), _folder.At("disturbed"));
        Assert.Equal(0, (await MeshProgram.RunAsync(Train(undisturbed))).Code);

        var interrupted = await StopAsync(Train(disturbed), "vae", "INT");
        Assert.Equal(130, interrupted.Code);
        Assert.InRange(StepOf(disturbed, "vae"), 1, Steps - 1);

        var killed = await StopAsync([.. Train(disturbed), "--resume"], "finetune", "KILL");
        Assert.NotEqual(0, killed.Code);
        Assert.Equal(Steps, StepOf(disturbed, "pretrain"));

        var resumed = await MeshProgram.RunAsync([.. Train(disturbed), "--resume"]);
        Assert.Equal(0, resumed.Code);
        Assert.DoesNotContain(resumed.ErrorLines, line => line.StartsWith("vae", StringComparison.Ordinal));
        foreach (var file in (string[])["vae.safetensors", "transformer.safetensors", "text.safetensors"])
        {
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(undisturbed, file)), File.ReadAllBytes(Path.Combine(disturbed, file)));
        }
    }

    private static string[] Train(string folder) =>
        ["train", "--recipe", "smoke", "--steps", $"{Steps}", "--workers", "1", "--out", folder];

    /// <summary>Runs until a stage has made its first step, then sends a signal.</summary>
    private static async Task<Ended> StopAsync(string[] arguments, string stage, string signal)
    {
        using var program = MeshProgram.Start(arguments);
        await program.FirstErrorLineAsync(stage);
        await program.SignalAsync(signal);
        return await program.EndAsync();
    }

    private static int StepOf(string folder, string stage)
    {
        using var state = SafetensorsFile.Open(Path.Combine(folder, "training", $"{stage}.safetensors"));
        return int.Parse(state.Metadata["step"], CultureInfo.InvariantCulture);
    }
}
