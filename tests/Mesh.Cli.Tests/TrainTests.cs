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
}
