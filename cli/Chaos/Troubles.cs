using Mesh.Cli.Local;

namespace Mesh.Cli.Chaos;

/// <summary>Kills stage processes and restarts the broker until told to stop; leaves everything running.</summary>
internal sealed class Troubles(LocalMesh mesh, ChaosOptions options, Action<string> tell)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Random _random = new(options.Seed);

    public int Kills { get; private set; }

    public int Restarts { get; private set; }

    /// <param name="ended">How many edits have ended; the restarts are spread over them.</param>
    /// <param name="peace">Ends the troubles.</param>
    public Task RunAsync(Func<int> ended, CancellationToken peace) =>
        Task.WhenAll(KillAsync(peace), RestartBrokerAsync(ended, peace));

    private async Task KillAsync(CancellationToken peace)
    {
        while (options.KillEvery > TimeSpan.Zero && await PauseAsync(options.KillEvery, peace))
        {
            var victim = mesh.Stages[_random.Next(mesh.Stages.Count)];
            await victim.KillAsync();
            Kills++;
            tell($"killed {victim.Name}");
            // Not by the token: what is killed comes back, whatever else ends.
            await victim.StartAsync(CancellationToken.None);
        }
    }

    private async Task RestartBrokerAsync(Func<int> ended, CancellationToken peace)
    {
        while (Restarts < options.BrokerRestarts && await PauseAsync(Look, peace))
        {
            if (ended() < (Restarts + 1) * options.Edits / (options.BrokerRestarts + 1))
                continue;
            Restarts++;
            tell("restarting the broker");
            await mesh.Broker.StopAsync(CancellationToken.None);
            await mesh.Broker.StartAsync(CancellationToken.None);
            tell("the broker is back");
        }
    }

    private static async Task<bool> PauseAsync(TimeSpan pause, CancellationToken peace)
    {
        await Task.Delay(pause, peace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !peace.IsCancellationRequested;
    }
}
