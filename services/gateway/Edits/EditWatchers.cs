using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Mesh.Gateway.Edits;

/// <summary>Something about an edit has changed; what, the job store tells.</summary>
/// <param name="PreviewKey">Artifact of a new preview, PNG.</param>
public sealed record EditChange(string? PreviewKey = null);

/// <summary>Who watches which edit, in this gateway.</summary>
public sealed class EditWatchers
{
    // A watcher that falls behind loses old news: the job store has the whole state.
    private const int Backlog = 16;

    private readonly ConcurrentDictionary<Channel<EditChange>, Guid> _watchers = new();

    /// <summary>
    /// Changes of an edit from now on, without an end of its own. News may be missed: look into the job store now and
    /// then, too.
    /// </summary>
    /// <param name="edit">The edit; whether it exists is not checked.</param>
    /// <param name="cancellation">Ends the watching.</param>
    public async IAsyncEnumerable<EditChange> WatchAsync(
        Guid edit, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<EditChange>(
            new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });
        _watchers[channel] = edit;
        try
        {
            yield return new();  // from here on nothing is missed: the caller reads the state now
            await foreach (var change in channel.Reader.ReadAllAsync(cancellation))
                yield return change;
        }
        finally
        {
            _watchers.TryRemove(channel, out _);
        }
    }

    internal void Tell(Guid edit, EditChange change)
    {
        foreach (var (channel, watched) in _watchers)
        {
            if (watched == edit)
                channel.Writer.TryWrite(change);
        }
    }
}
