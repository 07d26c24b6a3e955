using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Compat.Dapr.Client.Tests.Sidecar;

/// <summary>What the components of a sidecar hold.</summary>
internal sealed class SidecarStores
{
    private readonly ConcurrentDictionary<string, Channel<(string Key, string Value)>> _watchers = [];

    /// <summary>Values by store, secret and key.</summary>
    public ConcurrentDictionary<string, Dictionary<string, Dictionary<string, string>>> Secrets { get; } = [];

    /// <summary>Values by store and key.</summary>
    public ConcurrentDictionary<string, ConcurrentDictionary<string, string>> Configuration { get; } = [];

    /// <summary>Attributes that were set.</summary>
    public ConcurrentDictionary<string, string> Metadata { get; } = [];

    /// <summary>Done when somebody has subscribed.</summary>
    public TaskCompletionSource<string> Subscribed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Change(string store, string key, string value)
    {
        Configuration.GetOrAdd(store, _ => [])[key] = value;
        foreach (var watcher in _watchers.Values)
            watcher.Writer.TryWrite((key, value));
    }

    public (string Id, ChannelReader<(string Key, string Value)> Changes) Watch()
    {
        var id = Guid.NewGuid().ToString();
        var channel = _watchers.GetOrAdd(id, _ => Channel.CreateUnbounded<(string, string)>());
        return (id, channel.Reader);
    }

    /// <summary>Whether there was such a watcher.</summary>
    public bool Unwatch(string id) => _watchers.TryRemove(id, out var channel) && channel.Writer.TryComplete();

    public void Close()
    {
        foreach (var id in _watchers.Keys)
            Unwatch(id);
    }
}
