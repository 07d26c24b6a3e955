using System.Data.Common;
using Mesh.Stores.Sql;

namespace Mesh.Stores.Leases;

/// <summary>One held row, renewed every third of its duration.</summary>
internal sealed class SqlLease : ILease
{
    // Two clocks never run alike; the holder gives up a little before the database does.
    private const double Margin = 0.9;

    private readonly SqlLeaseStore _store;
    private readonly string _holder;
    private readonly TimeSpan _duration;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _released = new();
    private readonly Task _renewals;

    /// <param name="store">Where it is held.</param>
    /// <param name="name">What is held.</param>
    /// <param name="holder">Secret of this holding.</param>
    /// <param name="duration">How long a renewal lasts.</param>
    /// <param name="asked">When the database was asked; the lease lasts at least a duration from then.</param>
    public SqlLease(SqlLeaseStore store, string name, string holder, TimeSpan duration, long asked)
    {
        (_store, Name, _holder, _duration) = (store, name, holder, duration);
        Lost = _lost.Token;
        _renewals = Task.Run(() => RenewAsync(asked));
    }

    public string Name { get; }

    public CancellationToken Lost { get; }

    public async ValueTask DisposeAsync()
    {
        if (_released.IsCancellationRequested)
        {
            return;
        }

        await _released.CancelAsync();
        await _renewals;
        try
        {
            await _store.ReleaseAsync(Name, _holder);
        }
        catch (Exception error) when (IsDatabase(error))
        {
            // The database ends the lease by itself.
        }

        _lost.Dispose();
    }

    private async Task RenewAsync(long renewed)
    {
        try
        {
            while (Left(renewed) > TimeSpan.Zero)
            {
                await Task.Delay(Shorter(_duration / 3, Left(renewed)), _released.Token);
                var asked = TimeProvider.System.GetTimestamp();
                switch (await TryRenewAsync(Left(renewed)))
                {
                    case true:
                        renewed = asked;
                        break;
                    case false:
                        await _lost.CancelAsync();
                        return;
                }
            }

            await _lost.CancelAsync();
        }
        catch (OperationCanceledException) when (_released.IsCancellationRequested)
        {
        }
    }

    // Null while the database does not answer.
    private async Task<bool?> TryRenewAsync(TimeSpan left)
    {
        if (left <= TimeSpan.Zero)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_released.Token);
        limit.CancelAfter(left);
        try
        {
            return await _store.RenewAsync(Name, _holder, _duration, limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception error) when (IsDatabase(error))
        {
            return null;
        }
        catch (OperationCanceledException) when (!_released.IsCancellationRequested)
        {
            return null;
        }
    }

    private static bool IsDatabase(Exception error) =>
        error is StoreUnavailableException or DbException or ObjectDisposedException;

    private TimeSpan Left(long renewed) => _duration * Margin - TimeProvider.System.GetElapsedTime(renewed);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other)
    {
        var shorter = one < other ? one : other;
        return shorter > TimeSpan.Zero ? shorter : TimeSpan.Zero;
    }
}
