using System.Text.Json;
using Mesh.Editing.Tests;
using Mesh.TestKit;

namespace Mesh.Cli.Tests;

public sealed class EditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_edit_writes_the_film_and_a_summary()
    {
        var (film, model) = await FilmAndModelAsync();

        var ended = await MeshProgram.RunAsync(
            "edit", film, "make it red", "-o", _folder.At("out.mp4"), "--model", model);

        Assert.Equal(0, ended.Code);
        Assert.True(File.Exists(_folder.At("out.mp4")));
        Assert.Contains("out.mp4: 6 frames of 48x40", ended.Output, StringComparison.Ordinal);
        Assert.Contains("kept       frame count", ended.Output, StringComparison.Ordinal);
        Assert.Contains("denoise, window 2/2, step 2/2", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', ended.Errors);
    }

    [Fact]
    public async Task Json_is_alone_on_the_output()
    {
        var (film, model) = await FilmAndModelAsync();

        var ended = await MeshProgram.RunAsync(
            "edit", film, "make it red", "-o", _folder.At("out.mp4"), "--model", model, "--json", "--seed", "5");

        Assert.Equal((0, ""), (ended.Code, ended.Errors));
        var report = JsonDocument.Parse(ended.Output).RootElement;
        Assert.Equal(6, report.GetProperty("frames").GetInt32());
        Assert.Equal(5, report.GetProperty("settings").GetProperty("seed").GetInt64());
        Assert.True(report.GetProperty("preservation").GetProperty("isComplete").GetBoolean());
    }

    [Fact]
    public async Task A_missing_film_is_code_2_and_one_line()
    {
        var (_, model) = await FilmAndModelAsync();

        var ended = await MeshProgram.RunAsync(
            "edit", _folder.At("absent.mp4"), "make it red", "-o", _folder.At("out.mp4"), "--model", model);

        Assert.Equal((2, ""), (ended.Code, ended.Output));
        Assert.Contains("absent.mp4", Assert.Single(Mesh(ended)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_word_is_code_2_and_tells_what_the_model_can_do()
    {
        var (film, model) = await FilmAndModelAsync();

        var ended = await MeshProgram.RunAsync(
            "edit", film, "make it rainy", "-o", _folder.At("out.mp4"), "--model", model);

        Assert.Equal(2, ended.Code);
        Assert.Contains("\"rainy\" is not a word", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("nano can add, remove", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_model_is_code_3()
    {
        var (film, _) = await FilmAndModelAsync();

        var ended = await MeshProgram.RunAsync(
            "edit", film, "make it red", "-o", _folder.At("out.mp4"), "--model", _folder.At("absent"));

        Assert.Equal(3, ended.Code);
        Assert.Contains("model folder not found", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_without_ffmpeg_is_code_4()
    {
        var (film, model) = await FilmAndModelAsync();

        var ended = await MeshProgram.RunAsync(
            ["edit", film, "make it red", "-o", _folder.At("out.mp4"), "--model", model],
            new Dictionary<string, string> { ["PATH"] = _folder.Path });

        Assert.Equal(4, ended.Code);
        Assert.Contains("install the package ffmpeg", Assert.Single(Mesh(ended)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupting_is_code_130_and_leaves_nothing()
    {
        var (film, model) = await FilmAndModelAsync();
        var before = Directory.GetFileSystemEntries(_folder.Path);
        using var program = MeshProgram.Start(
            "edit", film, "make it red", "-o", _folder.At("out.mp4"), "--model", model, "--steps", "1000");
        await program.FirstErrorLineAsync("denoise");

        await program.SignalAsync("INT");
        var ended = await program.EndAsync();

        Assert.Equal(130, ended.Code);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path));
    }

    private async Task<(string Film, string Model)> FilmAndModelAsync() =>
        (await TinyFilm.WriteAsync(_folder.At("in.mp4"), 6), TinyNano.Write(_folder.At("tiny")));

    private static IEnumerable<string> Mesh(Ended ended) =>
        ended.ErrorLines.Where(line => line.StartsWith("mesh: ", StringComparison.Ordinal));
}
