using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Contracts.Gateway.V1;
using Mesh.Dit;
using Mesh.Editing;
using Mesh.Editing.Tests;
using Mesh.Encoder;
using Mesh.Stores.Checkpoints;
using Mesh.TestKit;
using Mesh.Vae;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Gateway.Tests.Edits;

/// <summary>Which weights films are made with when others are published.</summary>
public sealed class WeightsTests : IAsyncLifetime, IDisposable
{
    private const string Instruction = "make it red";
    private const int Steps = 3;

    private readonly TemporaryFolder _folder = new();
    private RunningGateway _mesh = null!;
    private string _better = "";
    private byte[] _film = [];
    private byte[] _old = [];
    private byte[] _new = [];

    private ICheckpointStore Checkpoints => _mesh.Host.Services.GetRequiredService<ICheckpointStore>();

    public async Task InitializeAsync()
    {
        var model = TinyNano.Write(_folder.At("tiny"));
        _better = TinyNano.Write(_folder.At("better"), seed: 8);
        var film = await TinyFilm.WriteAsync(_folder.At("film.mp4"), 6);
        _film = await File.ReadAllBytesAsync(film);
        (_old, _new) = (await LocalAsync(model, film), await LocalAsync(_better, film));
        _mesh = await RunningGateway.StartAsync(
            [new EncoderService(), new VaeService(), new DitService()],
            "--Mesh:Models:Default=tiny", $"--Mesh:Models:Folders:tiny={model}");
    }

    public async Task DisposeAsync() => await _mesh.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Weights_published_while_edits_run_mix_in_no_film()
    {
        var edits = new List<string>();
        for (var edit = 0; edit < 6; edit++)
            edits.Add(await SubmitAsync());

        await _mesh.Host.Services.GetRequiredService<IBus>().Publish(
            new CheckpointPublished { Model = "tiny", Location = _better, Version = "2" });

        foreach (var edit in edits)
        {
            var film = await FilmAsync(edit);
            Assert.True(film.SequenceEqual(_old) || film.SequenceEqual(_new), "a film of mixed weights");
        }
    }

    [Fact]
    public async Task A_stage_that_missed_the_news_follows_with_the_first_edit()
    {
        Assert.Equal(_old, await FilmAsync(await SubmitAsync()));

        await Checkpoints.PublishAsync(new("tiny", "2", _better));

        Assert.Equal(_new, await FilmAsync(await SubmitAsync()));
    }

    [Fact]
    public async Task Weights_that_one_stage_refuses_are_used_by_none()
    {
        File.Delete(Path.Combine(_better, "transformer.safetensors"));
        await Checkpoints.PublishAsync(new("tiny", "broken", _better));

        Assert.Equal(_old, await FilmAsync(await SubmitAsync()));

        Assert.Null(await Checkpoints.CurrentAsync("tiny"));
    }

    private static async Task<byte[]> LocalAsync(string model, string film)
    {
        using var editor = ModelFolder.Load(model);
        var edited = $"{model}.mp4";
        await new VideoEditor(editor).EditAsync(new(film, Instruction, edited) { Seed = 5, Steps = Steps });
        return await File.ReadAllBytesAsync(edited);
    }

    private async Task<string> SubmitAsync() =>
        (await _mesh.SubmitAsync(new() { Instruction = Instruction, Seed = 5, Steps = Steps }, _film)).Id;

    private async Task<byte[]> FilmAsync(string edit)
    {
        var deadline = DateTime.UtcNow + RunningGateway.Patience;
        using var watch = _mesh.Grpc.WatchEdit(new() { Id = edit }, deadline: deadline);
        var last = new Edit();
        while (await watch.ResponseStream.MoveNext(CancellationToken.None))
            last = watch.ResponseStream.Current.Edit;
        Assert.Equal((EditState.Succeeded, null), (last.State, last.Error));
        return await _mesh.Rest.GetByteArrayAsync(new Uri($"/v1/videos/{edit}/content", UriKind.Relative));
    }
}
