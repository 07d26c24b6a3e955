using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Mesh.Contracts.Trainer.V1;

namespace Mesh.Trainer;

/// <summary>Whoever watches a run; one that is slow misses events and holds nobody up.</summary>
internal sealed class Watchers
{
    private const int Kept = 1024;

    private readonly Lock _gate = new();
    private readonly List<ChannelWriter<RunEvent>> _writers = [];

    public void Tell(RunEvent item)
    {
        lock (_gate)
        {
            foreach (var writer in _writers)
                writer.TryWrite(item);
        }
    }

    /// <summary>What is told from now on, until the run ends.</summary>
    /// <param name="first">Comes before all else.</param>
    /// <param name="cancellation">Ends the watch.</param>
    public async IAsyncEnumerable<RunEvent> WatchAsync(
        Func<RunEvent> first, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var events = Channel.CreateBounded<RunEvent>(
            new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            events.Writer.TryWrite(first());
            _writers.Add(events.Writer);
        }
        try
        {
            await foreach (var item in events.Reader.ReadAllAsync(cancellation))
            {
                yield return item;
                if (item.Run is { State: not Run.Types.State.Running and not Run.Types.State.Paused })
                    yield break;
            }
        }
        finally
        {
            lock (_gate)
                _writers.Remove(events.Writer);
        }
    }
}
