using Dapr.Client;
using Grpc.Core;
using Microsoft.Extensions.Configuration;

namespace Mesh.ServiceDefaults.Dapr;

/// <summary>Reads a configuration store and follows its changes until it is disposed, with its client.</summary>
internal sealed class DaprConfigurationProvider(DaprClient client, string store) : ConfigurationProvider, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _end = new();
    private Task? _following;

    /// <summary>Reads everything; from then on changes come by themselves.</summary>
    public override void Load()
    {
        Task.Run(ReadAsync).GetAwaiter().GetResult();
        _following ??= Task.Run(FollowAsync);
    }

    public void Dispose()
    {
        // Never waits: whoever reacts to a change may dispose it, on the thread that follows.
        _end.Cancel();
        client.Dispose();
        _following?.ContinueWith(_ => _end.Dispose(), TaskScheduler.Default);
    }

    private async Task ReadAsync()
    {
        var items = await client.GetConfiguration(store, [], cancellationToken: _end.Token);
        Data = items.Items.ToDictionary(
            pair => DaprSettings.Key(pair.Key),
            string? (pair) => pair.Value.Value,
            StringComparer.OrdinalIgnoreCase);
    }

    // A sidecar that restarts ends the stream; what changed meanwhile is read when it is back.
    private async Task FollowAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var changes = await client.SubscribeConfiguration(store, [], cancellationToken: _end.Token);
                await foreach (var change in changes.Source.WithCancellation(_end.Token))
                    Take(change);
                await Task.Delay(Pause, _end.Token);
                await ReadAsync();
                OnReload();
            }
            catch (Exception error) when (error is RpcException or global::Dapr.DaprException)
            {
                await Task.Delay(Pause, _end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;  // disposed
            }
        }
    }

    private void Take(IDictionary<string, ConfigurationItem> change)
    {
        // Readers are not locked out: they see the old set or the new one.
        var data = new Dictionary<string, string?>(Data, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, item) in change)
            data[DaprSettings.Key(key)] = item.Value;
        Data = data;
        OnReload();
    }
}
