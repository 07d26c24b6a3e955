using Mesh.Cli.Chaos.Curation;
using Mesh.TestKit;

namespace Mesh.Cli.Tests;

public sealed class CurateTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private string[] _films = [];

    public async Task InitializeAsync()
    {
        var names = await CurationFilms.RenderAsync(_folder.At("films"), count: 4, seed: 3, CancellationToken.None);
        _films = [.. names.Select(name => Path.Combine(_folder.At("films"), name))];
        var measured = CurationFilms.Recipe.Replace("annotator: vlm", "annotator: measured", StringComparison.Ordinal);
        await File.WriteAllTextAsync(_folder.At("recipe.yaml"), measured);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_in_the_middle_it_goes_on_and_writes_the_same_bytes()
    {
        var whole = await MeshProgram.RunAsync(Arguments("whole"));
        Assert.Equal(0, whole.Code);
        Assert.Contains("from 4 shots of 4 films", whole.Output, StringComparison.Ordinal);
        Assert.Contains("report.html", whole.Output, StringComparison.Ordinal);

        using (var killed = MeshProgram.Start(Arguments("killed")))
        {
            await killed.FirstErrorLineAsync("look at films 4/4");
            await killed.SignalAsync("KILL");
            await killed.EndAsync();
        }
        Assert.Equal(0, (await MeshProgram.RunAsync(Arguments("killed"))).Code);
        Assert.Equal(
            await File.ReadAllTextAsync(_folder.At("whole/sha256sums")),
            await File.ReadAllTextAsync(_folder.At("killed/sha256sums")));
    }

    [Theory]
    [InlineData("There is no recipe 'nothing'", "--recipe", "nothing")]
    [InlineData("--vlm needs --vlm-model", "--recipe", "icve-pretrain", "--vlm", "http://127.0.0.1:1/v1")]
    [InlineData("--vlm must be an http", "--recipe", "icve-pretrain", "--vlm", "model")]
    [InlineData("absent.mp4 does not exist", "absent.mp4", "--recipe", "icve-pretrain")]
    public async Task What_cannot_be_curated_is_code_2_and_one_line(string expected, params string[] arguments)
    {
        var ended = await MeshProgram.RunAsync(["curate", _films[0], "-o", _folder.At("out"), .. arguments]);
        Assert.Equal((2, ""), (ended.Code, ended.Output));
        Assert.Contains(expected, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    private string[] Arguments(string output) =>
        ["curate", .. _films, "--recipe", _folder.At("recipe.yaml"), "-o", _folder.At(output), "--workers", "1"];
}
