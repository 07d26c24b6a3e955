using System.Diagnostics.CodeAnalysis;
using Grpc.Core;

namespace Grpc.Net.Client.Balancer;

/// <summary>The addresses of a service, and which of them could not be reached lately.</summary>
internal sealed class AddressBook(bool roundRobin, TimeSpan firstBackoff, TimeSpan longestBackoff)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, (DateTime Until, TimeSpan Backoff)> _failed = [];
    private IReadOnlyList<BalancerAddress> _addresses = [];
    private Status _status;
    private int _turn = -1;

    public int Count
    {
        get
        {
            lock (_lock)
                return _addresses.Count;
        }
    }

    /// <summary>A failed look-up leaves the addresses that were found before.</summary>
    public void Update(ResolverResult result)
    {
        lock (_lock)
        {
            _status = result.Status;
            if (result.Addresses is { Count: > 0 } addresses)
                _addresses = addresses;
        }

        _first.TrySetResult();
    }

    /// <summary>The next address, of those that can be reached as far as known, after the first look-up.</summary>
    /// <exception cref="RpcException">Unavailable: none was found.</exception>
    public async ValueTask<BalancerAddress> PickAsync(CancellationToken cancellationToken)
    {
        if (!_first.Task.IsCompleted)
            await _first.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            if (_addresses.Count == 0)
                ThrowEmpty();
            var now = DateTime.UtcNow;
            var healthy = _addresses.Where(address => !IsFailed(address, now)).ToList();
            IReadOnlyList<BalancerAddress> candidates = healthy.Count > 0 ? healthy : _addresses;
            _turn = roundRobin || healthy.Count == 0 ? (_turn + 1) & int.MaxValue : 0;
            return candidates[_turn % candidates.Count];
        }
    }

    public void Succeeded(BalancerAddress address)
    {
        lock (_lock)
            _failed.Remove(address.ToString());
    }

    public void Failed(BalancerAddress address)
    {
        lock (_lock)
        {
            var backoff = _failed.TryGetValue(address.ToString(), out var before) ? before.Backoff * 1.6 : firstBackoff;
            backoff = backoff < longestBackoff ? backoff : longestBackoff;
            _failed[address.ToString()] = (DateTime.UtcNow + backoff, backoff);
        }
    }

    private bool IsFailed(BalancerAddress address, DateTime now) =>
        _failed.Count > 0 && _failed.TryGetValue(address.ToString(), out var failure) && failure.Until > now;

    [DoesNotReturn]
    private void ThrowEmpty() => throw new RpcException(_status.StatusCode == StatusCode.OK
        ? new Status(StatusCode.Unavailable, "The service has no address.")
        : _status);
}
