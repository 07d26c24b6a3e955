using Grpc.Net.Client.Calls;
using Grpc.Net.Client.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Grpc.Net.Client.Balancer;

/// <summary>Sends each request to one of the addresses of a service; to another when that cannot be reached.</summary>
internal sealed class BalancingHandler : DelegatingHandler
{
    private static readonly TimeSpan DnsRefresh = TimeSpan.FromSeconds(30);

    private readonly string _scheme;
    private readonly string _authority;
    private readonly bool _ownsInner;
    private readonly AddressBook _addresses;
    private readonly Resolver _resolver;

    private BalancingHandler(
        HttpMessageHandler inner,
        bool ownsInner,
        string scheme,
        string authority,
        AddressBook addresses,
        Resolver resolver)
        : base(inner) =>
        (_scheme, _authority, _ownsInner, _addresses, _resolver) = (scheme, authority, ownsInner, addresses, resolver);

    public static BalancingHandler Create(
        HttpMessageHandler inner, bool ownsInner, Uri address, bool secure, GrpcChannelOptions options)
    {
        var factory = Factories(options).FirstOrDefault(factory => factory.Name == address.Scheme)
            ?? throw new InvalidOperationException(
                $"No address resolver configured for the scheme '{address.Scheme}'.");
        var resolver = factory.Create(new ResolverOptions(
            address, secure ? 443 : 80, options.LoggerFactory ?? NullLoggerFactory.Instance, options));
        var policy = options.ServiceConfig?.LoadBalancingConfigs
            .Select(config => config.PolicyName)
            .FirstOrDefault(name =>
                name is LoadBalancingConfig.RoundRobinPolicyName or LoadBalancingConfig.PickFirstPolicyName);
        var book = new AddressBook(
            policy == LoadBalancingConfig.RoundRobinPolicyName,
            options.InitialReconnectBackoff,
            options.MaxReconnectBackoff ?? TimeSpan.MaxValue / 4);
        resolver.Start(book.Update);
        return new BalancingHandler(
            inner, ownsInner, secure ? "https" : "http", ChannelAddress.Authority(address), book, resolver);
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Host ??= _authority;
        var path = request.RequestUri!.PathAndQuery;
        for (var tried = 1; ; tried++)
        {
            var address = await _addresses.PickAsync(cancellationToken).ConfigureAwait(false);
            request.RequestUri = new Uri(
                new UriBuilder(_scheme, address.EndPoint.Host, address.EndPoint.Port).Uri, path);
            try
            {
                var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                _addresses.Succeeded(address);
                return response;
            }
            catch (HttpRequestException failure) when (TransportFailure.IsConnect(failure))
            {
                _addresses.Failed(address);
                _resolver.Refresh();
                if (tried >= _addresses.Count)
                    throw;
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        _resolver.Dispose();
        if (_ownsInner)
            base.Dispose(disposing);
    }

    private static IEnumerable<ResolverFactory> Factories(GrpcChannelOptions options)
    {
        var own = options.ServiceProvider?.GetService(typeof(IEnumerable<ResolverFactory>));
        return [.. own as IEnumerable<ResolverFactory> ?? [], new DnsResolverFactory(DnsRefresh)];
    }
}
