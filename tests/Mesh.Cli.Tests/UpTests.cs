using System.Net.Http.Json;
using System.Text.Json;
using Mesh.Editing.Tests;
using Mesh.TestKit;

namespace Mesh.Cli.Tests;

public sealed class UpTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();
    private readonly LocalUp _up;

    public UpTests() => _up = new(_folder.At("data"), Patience);

    public void Dispose()
    {
        _up.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_edit_in_a_mesh_gives_the_bytes_and_the_words_of_a_local_one()
    {
        var (film, model) = (await TinyFilm.WriteAsync(_folder.At("in.mp4"), 6), TinyNano.Write(_folder.At("tiny")));
        using var mesh = await _up.StartAsync("--model", model);

        var remote = await EditAsync(film, "a.mp4", "--server", _up.Address);
        var local = await EditAsync(film, "b.mp4", "--model", model);
        var refused = await MeshProgram.RunAsync(
            "edit", film, "make it rainy", "-o", _folder.At("c.mp4"), "--server", _up.Address[7..]);
        var ended = await StopAsync(mesh);

        Assert.Equal((0, 0, 2, 0), (remote.Code, local.Code, refused.Code, ended.Code));
        Assert.Equal(
            await File.ReadAllBytesAsync(_folder.At("b.mp4")), await File.ReadAllBytesAsync(_folder.At("a.mp4")));
        Assert.Contains("a.mp4: 6 frames of 48x40", remote.Output, StringComparison.Ordinal);
        Assert.Contains("denoise, window 2/2, step 2/2", remote.Errors, StringComparison.Ordinal);
        Assert.Contains("\"rainy\" is not a word", refused.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("c.mp4")));
        Assert.Contains("The mesh is up", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupting_cancels_the_edit_in_the_mesh_and_leaves_nothing()
    {
        var (film, model) = (await TinyFilm.WriteAsync(_folder.At("in.mp4"), 6), TinyNano.Write(_folder.At("tiny")));
        using var mesh = await _up.StartAsync("--model", model);
        using var edit = MeshProgram.Start(
            "edit", film, "make it red", "-o", _folder.At("a.mp4"), "--steps", "1000",
            "--server", _up.Address);
        await edit.FirstErrorLineAsync("denoise");

        await edit.SignalAsync("INT");
        var ended = await edit.EndAsync();
        var list = await _up.Rest.GetFromJsonAsync<JsonElement>("/v1/videos");
        await StopAsync(mesh);

        Assert.Equal(130, ended.Code);
        Assert.Equal("cancelled", list.GetProperty("data")[0].GetProperty("status").GetString());
        Assert.Equal(["data", "in.mp4", "tiny"],
            Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("transformer.safetensors")]
    public async Task A_model_that_cannot_be_loaded_is_code_3_and_a_line_that_names_it(string missing)
    {
        var model = TinyNano.Write(_folder.At("tiny"));
        File.Delete(Path.Combine(model, missing));

        var ended = await MeshProgram.RunAsync("up", "--port", "0", "--http-port", "0", "--data", _folder.At("data"),
            "--model", model);

        Assert.Equal((3, 1), (ended.Code, ended.ErrorLines.Length));
        Assert.Contains(missing, ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mesh_that_is_not_there_is_code_4()
    {
        var film = await TinyFilm.WriteAsync(_folder.At("in.mp4"), 2);

        var ended = await EditAsync(film, "a.mp4", "--server", _up.Address);

        Assert.Equal(4, ended.Code);
    }

    private Task<Ended> EditAsync(string film, string output, params string[] more) => MeshProgram.RunAsync(
        ["edit", film, "make it red", "-o", _folder.At(output), .. more]);

    private static async Task<Ended> StopAsync(MeshProgram mesh)
    {
        await mesh.SignalAsync("INT");
        return await mesh.EndAsync();
    }
}
