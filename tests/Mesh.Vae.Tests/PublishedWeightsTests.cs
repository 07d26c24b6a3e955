using Mesh.Editing;
using Mesh.Editing.Tests;
using Mesh.ServiceDefaults.Bus;
using Mesh.Serving.Models;
using Mesh.Stages.Tests;
using Mesh.Stores.Checkpoints;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Vae.Tests;

/// <summary>Edits that are under way when other weights are published.</summary>
public sealed class PublishedWeightsTests : IAsyncLifetime
{
    private StageHost _host = null!;

    private ICheckpointStore Checkpoints => _host.Get<ICheckpointStore>();

    private StageWeights Weights => _host.Get<IServiceProvider>()
        .GetRequiredKeyedService<StageWeights>(ModelParts.Vae);

    public async Task InitializeAsync() => _host = await StageHost.StartAsync(new VaeService());

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task They_end_on_their_weights_when_those_of_this_stage_are_the_same()
    {
        var film = await TinyFilm.WriteAsync(_host.At("in.mp4"), 8);
        using var model = ModelFolder.Load(_host.Model);
        await new VideoEditor(model).EditAsync(new(film, VaeEdit.Instruction, _host.At("expected.mp4")));
        var edit = new VaeEdit(_host);
        await edit.StoreAsync(VaeEdit.Encode.VideoKey, film);
        await edit.EncodeAsync(VaeEdit.Encode with { Version = "" });
        await edit.DenoiseAsync();

        await PublishAsync("2", Trained("transformer"));

        Assert.Equal(
            File.ReadAllBytes(_host.At("expected.mp4")), await edit.DecodeAsync(VaeEdit.Decode with { Version = "" }));
        Assert.Equal("2", await ServedAsync());
    }

    [Fact]
    public async Task They_begin_anew_when_those_of_this_stage_are_others()
    {
        await PublishAsync("2", Trained("vae"));

        await Assert.ThrowsAsync<StaleWeightsException>(() => AcquireAsync(""));
    }

    [Fact]
    public async Task They_begin_anew_when_their_weights_were_withdrawn()
    {
        await PublishAsync("2", Trained("transformer"));
        await PublishAsync("3", Trained("transformer"));
        Assert.Equal("3", await ServedAsync());
        await AcquireAsync("2");

        await Checkpoints.WithdrawAsync(new("tiny", "2", ""), "Worse.");

        await Assert.ThrowsAsync<StaleWeightsException>(() => AcquireAsync("2"));
        await AcquireAsync("");
    }

    // The folder of the model with one network of another.
    private string Trained(string network)
    {
        var folder = TinyNano.Write(_host.At($"trained-{Guid.NewGuid():N}"));
        var other = TinyNano.Write(_host.At("other"), seed: 8);
        File.Copy(
            Path.Combine(other, $"{network}.safetensors"), Path.Combine(folder, $"{network}.safetensors"),
            overwrite: true);
        return folder;
    }

    private async Task PublishAsync(string version, string folder)
    {
        await Checkpoints.PublishAsync(new("tiny", version, folder));
        await Weights.FollowAsync("tiny", CancellationToken.None);
    }

    private async Task<string> ServedAsync()
    {
        using var handle = await Weights.AcquireAsync("tiny", version: null, CancellationToken.None);
        return handle.Version;
    }

    private async Task AcquireAsync(string version)
    {
        using var handle = await Weights.AcquireAsync("tiny", version, CancellationToken.None);
    }
}
