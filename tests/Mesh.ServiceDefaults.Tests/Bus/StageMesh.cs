using System.Threading.Channels;
using MassTransit;
using MassTransit.Courier.Contracts;
using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Bus;
using Mesh.ServiceDefaults.Hosting;
using Mesh.Stores.Artifacts;
using Mesh.Stores.Jobs;
using Mesh.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.ServiceDefaults.Tests.Bus;

/// <summary>A running host with one scripted stage, and what a gateway would do with it.</summary>
internal sealed class StageMesh : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly Channel<object> _ends;
    private readonly MeshHost _host;

    private StageMesh(Channel<object> ends, MeshHost host) => (_ends, _host) = (ends, host);

    public IArtifactStore Artifacts => _host.Services.GetRequiredService<IArtifactStore>();

    public IEditJobStore Jobs => _host.Services.GetRequiredService<IEditJobStore>();

    public IBus Bus => _host.Services.GetRequiredService<IBus>();

    /// <param name="folder">Holds its stores; shared by the workers of a test.</param>
    /// <param name="script">What the stage does.</param>
    /// <param name="settings">More settings, for example "--Mesh:Transport=RabbitMq".</param>
    public static Task<StageMesh> StartAsync(
        TemporaryFolder folder, ScriptedStage.Script script, params string[] settings) =>
        StartAsync(folder, script, Channel.CreateUnbounded<object>(), settings);

    /// <summary>Another worker beside this one.</summary>
    public Task<StageMesh> BesideAsync(
        TemporaryFolder folder, ScriptedStage.Script script, params string[] settings) =>
        StartAsync(folder, script, _ends, settings);

    private static async Task<StageMesh> StartAsync(
        TemporaryFolder folder, ScriptedStage.Script script, Channel<object> ends, string[] settings)
    {
        var service = new ScriptedService(script, ends);
        var host = MeshHost.Build(
            [
                $"--Mesh:Artifacts:Directory={folder.Path}/artifacts", $"--Mesh:Jobs:Sqlite={folder.Path}/jobs.db",
                "--Mesh:Bus:Retries:0=00:00:00.05", "--Mesh:Bus:Retries:1=00:00:00.05", .. settings,
            ],
            service);
        await host.StartAsync();
        await host.Services.GetRequiredService<BrokerTopology>().EnsureAsync(CancellationToken.None);
        // A bus that is stopped before it has started never stops.
        await host.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, Limit);
        return new(ends, host);
    }

    /// <summary>An edit in the job store.</summary>
    public async Task<EditJob> CreateAsync() =>
        (await Jobs.CreateAsync(new NewEdit { Tenant = "tests", Options = "{}" })).Job;

    /// <summary>Sends a slip of the one stage.</summary>
    public async Task SendAsync(Guid edit, EditPriority priority = EditPriority.Standard)
    {
        var slip = new RoutingSlipBuilder(edit);
        slip.AddActivity(
            "encode", MeshQueues.Address(MeshQueues.Of(EditStageName.Encode, priority)), Arguments(edit));
        slip.AddSubscription(
            MeshQueues.Address(MeshQueues.Ended),
            RoutingSlipEvents.Completed | RoutingSlipEvents.Faulted | RoutingSlipEvents.Terminated,
            RoutingSlipEventContents.All);
        await Bus.Execute(slip.Build());
    }

    /// <summary>The next slip that ends.</summary>
    public async Task<object> EndAsync()
    {
        try
        {
            return await _ends.Reader.ReadAsync().AsTask().WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"No slip ended within {Limit}.");
        }
    }

    /// <summary>Stops as an operator would.</summary>
    public Task StopAsync() => _host.StopAsync();

    public static EncodeArguments Arguments(Guid edit) => new()
    {
        EditId = edit,
        Model = "",
        Instruction = "do nothing",
        TextKey = EditArtifacts.Text(edit),
    };

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
    }
}
