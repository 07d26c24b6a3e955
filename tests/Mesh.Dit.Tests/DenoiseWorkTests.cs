using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.Editing.Stages;
using Mesh.Editing.Tests;
using Mesh.ServiceDefaults.Bus;
using Mesh.Stages.Tests;
using Mesh.Stores.Artifacts;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Dit.Tests;

public sealed class DenoiseWorkTests : IAsyncLifetime
{
    private StageHost _host = null!;

    private IArtifactStore Artifacts => _host.Get<IArtifactStore>();

    public async Task InitializeAsync()
    {
        _host = await StageHost.StartAsync(new DitService(), "--Mesh:Previews:Interval=00:00:00");
        using var model = ModelFolder.Load(_host.Model);
        new TextStage(model).Run("make it red", _host.At("text"));
        await new SourceStage(model).RunAsync(
            new(await TinyFilm.WriteAsync(_host.At("in.mp4"), 11), _host.At("source")));
        await new DenoiseStage(model).RunAsync(
            new(_host.At("text"), _host.At("source"), _host.At("expected")) { Seed = 5, Steps = 3 });
        await Artifacts.WriteFileAsync(Arguments.TextKey, _host.At("text"), replace: true);
        await Artifacts.WriteFileAsync(Arguments.SourceKey, _host.At("source"), replace: true);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Workers_that_die_one_after_the_other_end_with_the_bytes_of_one_that_lives()
    {
        var deaths = 0;
        while (await DiesAsync(afterSteps: 4))
            deaths++;

        Assert.True(deaths > 1, $"{deaths} workers died");
        Assert.Equal(
            File.ReadAllBytes(_host.At("expected")),
            File.ReadAllBytes(await Artifacts.FetchAsync(Arguments.EditedKey)));
    }

    [Fact]
    public async Task Checkpoints_are_gone_when_the_work_is_done()
    {
        await DiesAsync(afterSteps: 4);
        Assert.NotEmpty(await CheckpointsAsync());

        await RunAsync(_ => { }, CancellationToken.None);

        Assert.Empty(await CheckpointsAsync());
    }

    [Fact]
    public async Task Steps_out_of_range_fail_the_edit_with_their_field()
    {
        var error = await Assert.ThrowsAsync<EditInputException>(() => _host.Get<DenoiseWork>().RunAsync(
            Arguments with { Steps = 0 }, new Recorder(_ => { }), CancellationToken.None));

        Assert.Equal("steps", error.Field);
    }

    [Fact]
    public async Task Progress_names_the_picture_that_was_made_with_it()
    {
        var named = new List<string?>();

        await RunAsync(step => named.Add(step.PreviewKey), CancellationToken.None);

        var key = Assert.Single(named.OfType<string>().Distinct());
        Assert.True(await Artifacts.ExistsAsync(key), $"there is no {key}");
    }

    [Fact]
    public async Task Without_pictures_a_dit_loads_no_autoencoder()
    {
        await using var host = await StageHost.StartAsync(new DitService(), "--Mesh:Previews:Enabled=false");
        using var handle = await host.Get<IServiceProvider>()
            .GetRequiredKeyedService<ModelHost>(ModelParts.Transformer).AcquireAsync(null);

        Assert.Equal(ModelParts.Transformer, handle.Model.Parts);
    }

    private static DenoiseArguments Arguments { get; } = new()
    {
        EditId = Guid.Empty,
        Model = "",
        Seed = 5,
        Steps = 3,
        TextKey = "edits/1/text.safetensors",
        SourceKey = "edits/1/latents.safetensors",
        CheckpointKey = "edits/1/checkpoint.safetensors",
        EditedKey = "edits/1/edited.safetensors",
    };

    private async Task<bool> DiesAsync(int afterSteps)
    {
        using var death = new CancellationTokenSource();
        var steps = 0;
        try
        {
            await RunAsync(_ => { if (++steps == afterSteps) death.Cancel(); }, death.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private Task RunAsync(Action<StageProgress> progress, CancellationToken cancellation) =>
        _host.Get<DenoiseWork>().RunAsync(Arguments, new Recorder(progress), cancellation);

    private async Task<List<string>> CheckpointsAsync()
    {
        var keys = new List<string>();
        await foreach (var artifact in Artifacts.ListAsync("edits/1"))
        {
            if (artifact.Key.Contains("checkpoint", StringComparison.Ordinal))
                keys.Add(artifact.Key);
        }
        return keys;
    }

    private sealed class Recorder(Action<StageProgress> report) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => report(value);
    }
}
