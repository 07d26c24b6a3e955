using System.Net;
using System.Net.Sockets;
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
    private readonly HttpClient _rest = new() { BaseAddress = new($"http://127.0.0.1:{FreePort()}") };
    private readonly int _port = FreePort();

    public void Dispose()
    {
        _rest.Dispose();
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
            using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{_port}");
            id = (await new Client(channel).SubmitAsync(submit)).Id;
            await mesh.SignalAsync("KILL");
            await mesh.EndAsync();
        }
        Job job;
        using (var mesh = await UpAsync())
        {
            using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{_port}");
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

    private async Task<MeshProgram> UpAsync()
    {
        var model = Directory.Exists(_folder.At("tiny")) ? _folder.At("tiny") : TinyNano.Write(_folder.At("tiny"));
        var mesh = MeshProgram.Start(
            "up", "--port", $"{_port}", "--http-port", $"{_rest.BaseAddress!.Port}", "--data", _folder.At("data"),
            "--films", _folder.At("films"), "--model", model);
        using var patience = new CancellationTokenSource(Patience);
        while (!await IsUpAsync(patience.Token))
            await Task.Delay(100, patience.Token);
        return mesh;
    }

    private async Task<bool> IsUpAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await _rest.GetAsync("/healthz", cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<Job> LastAsync(Client calls, string id)
    {
        using var watch = calls.Watch(new() { Id = id }, deadline: DateTime.UtcNow + Patience);
        Job? last = null;
        await foreach (var job in watch.ResponseStream.ReadAllAsync())
            last = job;
        return last!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
