using Grpc.Core;
using Grpc.Net.Client;
using Mesh.Cli.Chaos.Curation;
using Mesh.Contracts.Curation.V1;
using Mesh.Editing.Tests;
using Mesh.TestKit;
using Client = Mesh.Contracts.Curation.V1.Curation.CurationClient;

namespace Mesh.Cli.Tests;

/// <summary>Curation by a mesh in one process.</summary>
public sealed class CurationUpTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly string Recipe =
        CurationFilms.Recipe.Replace("annotator: vlm", "annotator: measured", StringComparison.Ordinal);

    private readonly TemporaryFolder _folder = new();
    private readonly LocalUp _up;

    public CurationUpTests() => _up = new(_folder.At("data"), Patience);

    public void Dispose()
    {
        _up.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_mesh_curates_and_after_a_crash_it_goes_on()
    {
        var films = await CurationFilms.RenderAsync(_folder.At("films"), count: 6, seed: 5, CancellationToken.None);
        var submit = new SubmitRequest { Recipe = Recipe };
        submit.Sources.AddRange(films);
        string id;
        using (var mesh = await UpAsync())
        {
            using var channel = GrpcChannel.ForAddress(_up.Address);
            id = (await new Client(channel).SubmitAsync(submit)).Id;
            await mesh.SignalAsync("KILL");
            await mesh.EndAsync();
        }
        Job job;
        using (var mesh = await UpAsync())
        {
            using var channel = GrpcChannel.ForAddress(_up.Address);
            job = await LastAsync(new(channel), id);
            await mesh.SignalAsync("INT");
            var ended = await mesh.EndAsync();
            Assert.Equal(0, ended.Code);
            Assert.Contains("mesh.curation.v1.Curation", ended.Output, StringComparison.Ordinal);
            Assert.Contains(_folder.At("films"), ended.Output, StringComparison.Ordinal);
        }
        Assert.Equal((JobState.Completed, 6), (job.State, job.Made));

        await File.WriteAllTextAsync(_folder.At("recipe.yaml"), Recipe);
        string[] paths = [.. films.Select(film => Path.Combine(_folder.At("films"), film))];
        var local = await MeshProgram.RunAsync(
            ["curate", .. paths, "-r", _folder.At("recipe.yaml"), "-o", _folder.At("local")]);
        Assert.Equal(0, local.Code);
        Assert.Equal(
            await File.ReadAllTextAsync(_folder.At("local/manifest.jsonl")),
            await File.ReadAllTextAsync(_folder.At($"data/artifacts/{job.Dataset}/manifest.jsonl")));
    }

    [Fact]
    public async Task A_folder_of_films_that_is_not_there_is_told()
    {
        var ended = await MeshProgram.RunAsync("up", "--films", "/absent", "--data", _folder.At("data"));
        Assert.Equal(2, ended.Code);
        Assert.Equal("mesh: --films /absent: there is no such folder.", Assert.Single(ended.ErrorLines));
    }

    private Task<MeshProgram> UpAsync()
    {
        var model = Directory.Exists(_folder.At("tiny")) ? _folder.At("tiny") : TinyNano.Write(_folder.At("tiny"));
        return _up.StartAsync("--films", _folder.At("films"), "--model", model);
    }

    private static async Task<Job> LastAsync(Client calls, string id)
    {
        using var watch = calls.Watch(new() { Id = id }, deadline: DateTime.UtcNow + Patience);
        Job? last = null;
        await foreach (var job in watch.ResponseStream.ReadAllAsync())
            last = job;
        return last!;
    }
}
