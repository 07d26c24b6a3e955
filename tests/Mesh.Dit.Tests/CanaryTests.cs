using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.Editing.Tests;
using Mesh.Serving.Models;
using Mesh.Stages.Tests;
using Mesh.Stores.Checkpoints;
using Mesh.Stores.Leases;
using Mesh.Tensors;
using Microsoft.Extensions.DependencyInjection;
using static TorchSharp.torch;
using Checkpoint = Mesh.Stores.Checkpoints.Checkpoint;

namespace Mesh.Dit.Tests;

/// <summary>Weights on trial, with two dits over one database.</summary>
public sealed class CanaryTests : IAsyncLifetime
{
    private const string Endless = "--Mesh:Canary:Trial=1:00:00";
    private const string Short = "--Mesh:Canary:Trial=0:00:01";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly Checkpoint Better = new("tiny", "2", "");

    private readonly List<StageHost> _hosts = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
    }

    [Fact]
    public async Task Weights_that_pass_their_trial_are_served_by_all()
    {
        var (first, second) = (await StartAsync(Short), await StartAsync(Short));
        var better = TinyNano.Write(first.At("better"), seed: 8);

        await AnnounceAsync(first, better);
        await AnnounceAsync(second, better);

        await UntilAsync(() => Serves(first, "2") && Serves(second, "2"));
    }

    [Fact]
    public async Task While_one_tries_nobody_serves_them_and_when_it_ends_another_takes_over()
    {
        var (first, second) = (await StartAsync(Short), await StartAsync(Endless));
        var better = TinyNano.Write(first.At("better"), seed: 8);
        await AnnounceAsync(second, better);
        await UntilAsync(() => Leased(first));
        await AnnounceAsync(first, better);

        Assert.True(Serves(first, "") && Serves(second, ""));
        Assert.False(Decided(first));
        _hosts.Remove(second);
        await second.DisposeAsync();

        await UntilAsync(() => Serves(first, "2"));
    }

    [Fact]
    public async Task Weights_that_fail_their_trial_are_withdrawn_and_never_loaded_by_the_others()
    {
        var (first, second) = (await StartAsync(Short), await StartAsync(Short));
        var ruined = Ruined(first.At("ruined"));
        await AnnounceAsync(first, ruined);
        await UntilAsync(() => Decided(first));
        Directory.Delete(ruined, recursive: true);  // whoever looked there from now on would fail otherwise
        await AnnounceAsync(second, ruined);
        await AnnounceAsync(second, TinyNano.Write(second.At("better"), seed: 8), "3");

        await UntilAsync(() => Serves(second, "3"));
        Assert.True(Serves(first, ""));
        Assert.False(await second.Get<ICheckpointStore>().RefuseAsync("tiny", "2", "again"));
    }

    [Fact]
    public async Task Published_weights_can_be_withdrawn()
    {
        var host = await StartAsync(Short);
        var better = TinyNano.Write(host.At("better"), seed: 8);
        await AnnounceAsync(host, better);
        await UntilAsync(() => Serves(host, "2"));

        await host.Get<IBus>().Publish(
            new CheckpointWithdrawn { Model = "tiny", Version = "2", Location = better, Reason = "Worse." });

        await UntilAsync(() => Serves(host, ""));
    }

    private async Task<StageHost> StartAsync(string trial)
    {
        string[] shared = _hosts.Count == 0
            ? []
            : [$"--Mesh:Jobs:Sqlite={_hosts[0].At("jobs.db")}", $"--Mesh:Models:Folders:tiny={_hosts[0].Model}"];
        var host = await StageHost.StartAsync(new DitService(), [trial, .. shared]);
        _hosts.Add(host);
        await UntilAsync(() => Serves(host, ""));
        return host;
    }

    private static Task AnnounceAsync(StageHost host, string location, string version = "2") =>
        host.Get<IBus>().Publish(
            new CheckpointPublished { Model = "tiny", Location = location, Version = version, Trial = true });

    // Finite weights with the shapes of the model, whose output is not finite.
    private static string Ruined(string folder)
    {
        TinyNano.Write(folder);
        using var scope = NewDisposeScope();
        var path = Path.Combine(folder, "transformer.safetensors");
        Dictionary<string, Tensor> tensors;
        using (var file = SafetensorsFile.Open(path))
            tensors = file.Entries.Keys.ToDictionary(name => name, name => file.Read(name) * 1e30);
        SafetensorsWriter.Save(path, tensors);
        return folder;
    }

    private static bool Serves(StageHost host, string version) => host.Get<IServiceProvider>()
        .GetRequiredKeyedService<ModelHost>(ModelParts.Transformer).VersionOf(null) == version;

    private static bool Leased(StageHost host) =>
        host.Get<ILeaseStore>().OwnerAsync(Canary.LeaseOf(Better)).GetAwaiter().GetResult() is not null;

    private static bool Decided(StageHost host) =>
        host.Get<ICheckpointStore>().IsDecidedAsync("tiny", "2").GetAwaiter().GetResult();

    private static async Task UntilAsync(Func<bool> isSo)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, $"it did not come about within {Limit}");
            await Task.Delay(20);
        }
    }
}
