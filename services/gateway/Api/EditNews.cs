using Mesh.Gateway.Edits;

namespace Mesh.Gateway.Api;

/// <summary>Waits for news of one edit, never long: what came through another gateway may not be told here.</summary>
internal sealed class EditNews : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended;
    private readonly IAsyncEnumerator<EditChange> _changes;
    private Task<bool> _next;

    public EditNews(EditWatchers watchers, Guid edit, CancellationToken cancellation)
    {
        _ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _changes = watchers.WatchAsync(edit, _ended.Token).GetAsyncEnumerator(_ended.Token);
        _next = _changes.MoveNextAsync().AsTask();
    }

    /// <summary>Ends with the next news since the last wait, or after so long.</summary>
    public async Task WaitAsync(TimeSpan atMost)
    {
        try
        {
            await _next.WaitAsync(atMost, _ended.Token);
            _next = _changes.MoveNextAsync().AsTask();
        }
        catch (TimeoutException)
        {
            // Time to look.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _next.ContinueWith(static _ => { }, TaskScheduler.Default);
        await _changes.DisposeAsync();
        _ended.Dispose();
    }
}
