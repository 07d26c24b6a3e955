using System.Net;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client.Balancer;

/// <summary>Finds the addresses behind the address of a channel, and again when they change.</summary>
public abstract class Resolver : IDisposable
{
    /// <param name="listener">Told every result.</param>
    public abstract void Start(Action<ResolverResult> listener);

    /// <summary>Asks for a new result, for example after a connection failed.</summary>
    public virtual void Refresh()
    {
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>Makes the resolvers of one scheme.</summary>
public abstract class ResolverFactory
{
    /// <summary>The scheme.</summary>
    public abstract string Name { get; }

    public abstract Resolver Create(ResolverOptions options);
}

/// <summary>What a resolver is made for.</summary>
public sealed class ResolverOptions
{
    internal ResolverOptions(Uri address, int defaultPort, ILoggerFactory loggerFactory, GrpcChannelOptions options) =>
        (Address, DefaultPort, LoggerFactory, ChannelOptions) = (address, defaultPort, loggerFactory, options);

    public Uri Address { get; }

    /// <summary>Where the address names none: 80, or 443 with TLS.</summary>
    public int DefaultPort { get; }

    public bool DisableServiceConfig => ChannelOptions.DisableResolverServiceConfig;

    public ILoggerFactory LoggerFactory { get; }

    public GrpcChannelOptions ChannelOptions { get; }
}

/// <summary>The addresses found, or why there are none.</summary>
public sealed class ResolverResult
{
    private ResolverResult(Status status, IReadOnlyList<BalancerAddress>? addresses) =>
        (Status, Addresses) = (status, addresses);

    public Status Status { get; }

    public IReadOnlyList<BalancerAddress>? Addresses { get; }

    public static ResolverResult ForFailure(Status status) => status.StatusCode == StatusCode.OK
        ? throw new ArgumentException("A failure cannot have the status OK.", nameof(status))
        : new ResolverResult(status, null);

    public static ResolverResult ForResult(IReadOnlyList<BalancerAddress> addresses) =>
        new(Status.DefaultSuccess, addresses ?? throw new ArgumentNullException(nameof(addresses)));
}

/// <summary>One address of a service.</summary>
public sealed class BalancerAddress
{
    public BalancerAddress(DnsEndPoint endPoint) =>
        EndPoint = endPoint ?? throw new ArgumentNullException(nameof(endPoint));

    public BalancerAddress(string host, int port)
        : this(new DnsEndPoint(host, port))
    {
    }

    public DnsEndPoint EndPoint { get; }

    public override string ToString() => $"{EndPoint.Host}:{EndPoint.Port}";
}
