using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Contracts.Dit.V1;
using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.Editing.Tests;
using Mesh.Stages.Tests;
using Mesh.Stores.Artifacts;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Dit.Tests;

public sealed class HotSwapTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private StageHost _host = null!;

    private ModelHost Models => _host.Get<IServiceProvider>()
        .GetRequiredKeyedService<ModelHost>(ModelParts.Transformer);

    public async Task InitializeAsync() => _host = await StageHost.StartAsync(new DitService());

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Published_weights_are_served_while_calls_are_under_way()
    {
        var options = new DenoiseOptions { Seed = 3, Steps = 3, Guidance = 2 };
        var better = TinyNano.Write(_host.At("better"), seed: 8);
        byte[][] known = [DenoiseCall.Expected(_host.Model, options), DenoiseCall.Expected(better, options)];
        using var served = new CancellationTokenSource();

        var callers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var results = new List<byte[]>();
            while (!served.IsCancellationRequested)
                results.Add(await DenoiseAsync(options));
            return results;
        })).ToArray();
        await _host.Get<IBus>().Publish(Published(better, "2"));
        await ServesAsync("2");
        await served.CancelAsync();

        Assert.All((await Task.WhenAll(callers)).SelectMany(results => results), result =>
            Assert.True(known.Any(bytes => bytes.SequenceEqual(result)), "a result of mixed weights"));
        Assert.Equal(known[1], await DenoiseAsync(options));
    }

    [Fact]
    public async Task Weights_are_fetched_from_the_artifact_store()
    {
        var better = TinyNano.Write(_host.At("better"), seed: 8);
        foreach (var file in Directory.GetFiles(better))
        {
            await _host.Get<IArtifactStore>().WriteFileAsync(
                $"checkpoints/7/{Path.GetFileName(file)}", file, replace: true);
        }

        await _host.Get<IBus>().Publish(Published("artifact:checkpoints/7", "7"));

        await ServesAsync("7");
    }

    [Fact]
    public async Task Weights_that_cannot_be_served_leave_the_old_ones_in_place()
    {
        var empty = _host.At("empty");
        Directory.CreateDirectory(empty);
        var better = TinyNano.Write(_host.At("better"), seed: 8);

        await _host.Get<IBus>().Publish(Published(empty, "bad"));
        await _host.Get<IBus>().Publish(Published(_host.At("absent"), "absent"));
        await _host.Get<IBus>().Publish(Published("artifact:checkpoints/absent", "absent"));
        await _host.Get<IBus>().Publish(Published(better, "good"));

        await ServesAsync("good");
    }

    [Fact]
    public async Task A_worker_that_starts_later_serves_what_was_published_over_its_folder()
    {
        var better = TinyNano.Write(_host.At("better"), seed: 8);
        var options = new DenoiseOptions { Seed = 3, Steps = 2, Guidance = 2 };
        await _host.Get<IBus>().Publish(Published(better, "2"));
        await ServesAsync("2");

        await using var same = await LaterAsync($"--Mesh:Models:Folders:tiny={_host.Model}");
        await using var other = await LaterAsync();

        Assert.Equal(DenoiseCall.Expected(better, options), await DenoiseAsync(same, options));
        Assert.Equal(DenoiseCall.Expected(other.Model, options), await DenoiseAsync(other, options));
    }

    private Task<StageHost> LaterAsync(params string[] settings) => StageHost.StartAsync(
        new DitService(), [$"--Mesh:Jobs:Sqlite={_host.At("jobs.db")}", .. settings]);

    private static CheckpointPublished Published(string location, string version) =>
        new() { Model = "tiny", Location = location, Version = version };

    private Task<byte[]> DenoiseAsync(DenoiseOptions options) => DenoiseAsync(_host, options);

    private static async Task<byte[]> DenoiseAsync(StageHost host, DenoiseOptions options)
    {
        var (_, edited) = await DitCallsTests.DenoiseAsync(
            new(host.Channel), DenoiseCall.Requests(options, DenoiseCall.Tensors()));
        return edited.Bytes.ToArray();
    }

    private async Task ServesAsync(string version)
    {
        var serving = "";
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < Limit)
        {
            using (var handle = await Models.AcquireAsync(null))
                serving = handle.Version;
            if (serving == version)
                return;
            await Task.Delay(20);
        }
        Assert.Fail($"version '{version}' was not served within {Limit}, but '{serving}'");
    }
}
