using System.Net;
using System.Net.Sockets;
using Grpc.Core;

namespace Grpc.Net.Client.Balancer;

/// <summary>Resolves "dns:///host:port" to every address of the host.</summary>
/// <param name="refreshInterval">How often to ask again; <see cref="Timeout.InfiniteTimeSpan"/> for never.</param>
public sealed class DnsResolverFactory(TimeSpan refreshInterval) : ResolverFactory
{
    public override string Name => "dns";

    public override Resolver Create(ResolverOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var address = new Uri($"dns://{ChannelAddress.Authority(options.Address)}");
        return new DnsResolver(address.Host, address.Port < 0 ? options.DefaultPort : address.Port, refreshInterval);
    }

    private sealed class DnsResolver(string host, int port, TimeSpan interval) : Resolver
    {
        private readonly CancellationTokenSource _disposed = new();
        private Action<ResolverResult>? _listener;
        private Timer? _timer;
        private int _resolving;

        public override void Start(Action<ResolverResult> listener)
        {
            _listener = listener;
            _timer = new Timer(_ => Refresh(), null, TimeSpan.Zero, interval);
        }

        public override void Refresh()
        {
            if (Interlocked.Exchange(ref _resolving, 1) == 0)
                _ = ResolveAsync();
        }

        protected override void Dispose(bool disposing)
        {
            _disposed.Cancel();
            _timer?.Dispose();
            base.Dispose(disposing);
        }

        private async Task ResolveAsync()
        {
            try
            {
                var found = await Dns.GetHostAddressesAsync(host, _disposed.Token).ConfigureAwait(false);
                _listener!(ResolverResult.ForResult(
                    [.. found.Select(address => new BalancerAddress(address.ToString(), port))]));
            }
            catch (Exception failure) when (failure is SocketException or ArgumentException)
            {
                var detail = $"Error getting DNS hosts for address '{host}': {failure.Message}";
                _listener!(ResolverResult.ForFailure(new Status(StatusCode.Unavailable, detail, failure)));
            }
            catch (OperationCanceledException)
            {
                // The channel is gone.
            }
            finally
            {
                Volatile.Write(ref _resolving, 0);
            }
        }
    }
}
