using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Grpc.Core;
using Mesh.Contracts.Dit.V1;
using Mesh.Contracts.Trainer.V1;
using Mesh.Dit;
using Mesh.Dit.Tests;
using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.Stages.Tests;
using Mesh.Tensors;
using Microsoft.Extensions.DependencyInjection;
using static TorchSharp.torch;
using Run = Mesh.Contracts.Trainer.V1.Run;

namespace Mesh.Trainer.Tests;

/// <summary>A trainer beside the service that serves its weights.</summary>
public sealed class TrainerServiceTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Limit = TrainerHost.Limit;

    private readonly TrainerHost _host = new(new DitService());

    private Contracts.Trainer.V1.Trainer.TrainerClient Trainer => _host.Trainer;

    public Task InitializeAsync() => _host.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _host.Folder.Dispose();

    [Fact]
    public async Task Trained_weights_are_served_while_edits_run_and_ruined_ones_are_refused()
    {
        await Trainer.StartAsync(_host.Request(steps: 20));
        var events = await _host.WatchAsync();
        using var served = new CancellationTokenSource();
        var edits = Task.Run(async () =>
        {
            var count = 0;
            for (; !served.IsCancellationRequested; count++)
                await EditAsync();
            return count;
        });

        var published = await Trainer.PublishAsync(new PublishRequest { Model = "tiny" });
        await ServesAsync(published.Version);
        await served.CancelAsync();
        Ruin();
        var ruined = await Trainer.PublishAsync(new PublishRequest { Model = "tiny" });
        await ServesAsync(published.Version);
        var back = await Trainer.RollbackAsync(new RollbackRequest { Model = "tiny" });

        Assert.Equal(Run.Types.State.Done, events[^1].Run.State);
        Assert.Equal(40, events.Last(item => item.Step is not null).Step.Step_);
        Assert.True(published.Published, published.Reason);
        Assert.True(published.Loss < published.ServedLoss);
        Assert.True(await edits > 0);
        Assert.False(ruined.Published);
        Assert.Contains("over that of the served weights", ruined.Reason, StringComparison.Ordinal);
        Assert.Equal("", back.Version);
        await ServesAsync("");
    }

    [Fact]
    public async Task After_a_restart_what_is_served_is_known_and_can_be_taken_back()
    {
        await Trainer.StartAsync(_host.Request(steps: 10));
        await _host.WatchAsync();
        var published = await Trainer.PublishAsync(new PublishRequest());
        await ServesAsync(published.Version);

        await _host.RestartAsync();
        await ServesAsync(published.Version);
        var back = await Trainer.RollbackAsync(new RollbackRequest());
        await ServesAsync("");
        var nothing = await Assert.ThrowsAsync<RpcException>(
            async () => await Trainer.RollbackAsync(new RollbackRequest()));

        Assert.True(published.Published, published.Reason);
        Assert.Equal("", back.Version);
        Assert.Equal(StatusCode.FailedPrecondition, nothing.StatusCode);
        Assert.Contains("for the model tiny", nothing.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_paused_goes_on_saves_when_told_and_stops()
    {
        await Trainer.StartAsync(_host.Request(steps: 100_000));
        await FirstStepAsync();
        var busy = await Assert.ThrowsAsync<RpcException>(
            async () => await Trainer.StartAsync(_host.Request(steps: 1)));
        var paused = await Trainer.PauseAsync(new PauseRequest());
        var saved = (await Trainer.ListCheckpointsAsync(new ListCheckpointsRequest())).Checkpoints;
        await Trainer.ResumeAsync(new ResumeRequest());
        await FirstStepAsync();
        await Trainer.SaveNowAsync(new SaveNowRequest());
        await NoteAsync("saved the checkpoint");
        var stopped = await Trainer.StopAsync(new StopRequest());

        Assert.Equal(StatusCode.FailedPrecondition, busy.StatusCode);
        Assert.Equal(Run.Types.State.Paused, paused.State);
        Assert.Equal(paused.Step, saved[^1].Step);
        Assert.Equal(Run.Types.State.Stopped, stopped.State);
        Assert.True(stopped.Step > paused.Step);
    }

    private Task FirstStepAsync() => AwaitAsync(item => item.Step is not null);

    private Task NoteAsync(string words) => AwaitAsync(item => item.Note.Contains(words, StringComparison.Ordinal));

    private async Task AwaitAsync(Predicate<RunEvent> isIt)
    {
        using var watch = Trainer.Watch(new WatchRequest(), deadline: DateTime.UtcNow + Limit);
        while (await watch.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (isIt(watch.ResponseStream.Current))
                return;
        }
        Assert.Fail("The run ended before that.");
    }

    private async Task EditAsync()
    {
        using var call = new Contracts.Dit.V1.Dit.DitClient(_host.Channel).Denoise();
        var options = new DenoiseOptions { Seed = 3, Steps = 2, Guidance = 2 };
        foreach (var request in DenoiseCall.Requests(options, DenoiseCall.Tensors()))
            await call.RequestStream.WriteAsync(request);
        await call.RequestStream.CompleteAsync();
        Assert.Single(await StageHost.ReadAsync(call.ResponseStream, reply => reply.Tensor));
    }

    private async Task ServesAsync(string version)
    {
        var models = _host.Mesh.Services.GetRequiredKeyedService<ModelHost>(ModelParts.Transformer);
        var started = TimeProvider.System.GetTimestamp();
        var serving = "";
        while (TimeProvider.System.GetElapsedTime(started) < Limit)
        {
            using (var handle = await models.AcquireAsync(null))
                serving = handle.Version;
            if (serving == version)
                return;
            await Task.Delay(20);
        }
        Assert.Fail($"version '{version}' was not served within {Limit}, but '{serving}'");
    }

    // Noise on every average, with a checksum that fits: only the gate can tell.
    private void Ruin()
    {
        using var scope = NewDisposeScope();
        var checkpoints = Directory.GetDirectories(_host.Folder.At("runs/a/checkpoints"));
        var folder = checkpoints.Order(StringComparer.Ordinal).Last();
        var path = Path.Combine(folder, "manifest.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        foreach (var shard in manifest["Files"]!.AsArray())
        {
            var file = Path.Combine(folder, "..", shard!["Key"]!.GetValue<string>());
            Spoil(file);
            shard["Sha256"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
            shard["Bytes"] = new FileInfo(file).Length;
        }
        File.WriteAllText(path, manifest.ToJsonString());
    }

    private static void Spoil(string path)
    {
        Dictionary<string, Tensor> tensors;
        Dictionary<string, string> metadata;
        using (var file = SafetensorsFile.Open(path))
        {
            tensors = file.Entries.Keys.ToDictionary(name => name, name => file.Read(name));
            metadata = new Dictionary<string, string>(file.Metadata);
        }
        using var random = new Generator(1);
        string[] averages = [.. tensors.Keys.Where(name => name.StartsWith("average/", StringComparison.Ordinal))];
        foreach (var name in averages)
            tensors[name] = tensors[name] + randn(tensors[name].shape, generator: random);
        SafetensorsWriter.Save(path, tensors, metadata);
    }
}
