using Compat.Grpc.Tests.Protos;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Balancer;
using Grpc.Net.Client.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Compat.Grpc.Tests;

/// <summary>Calls spread over the addresses of a service.</summary>
public sealed class BalancingTests : IAsyncLifetime
{
    private readonly List<EchoServer> _servers = [];

    public async Task InitializeAsync()
    {
        foreach (var name in (string[])["a", "b", "c"])
            _servers.Add(await EchoServer.StartAsync(options => options.Interceptors.Add<TrailInterceptor>(name)));
    }

    public async Task DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
    }

    [Fact]
    public async Task Round_robin_gives_each_address_its_turn()
    {
        using var channel = Channel(new RoundRobinConfig());
        for (var seen = ""; seen.Distinct().Count() < 3;)
            seen += await TrailAsync(channel, 1);

        var trail = await TrailAsync(channel, 9);

        Assert.Equal("aaabbbccc", string.Concat(trail.Order()));
        Assert.Equal(trail[..6], trail[3..]);
    }

    [Fact]
    public async Task Pick_first_stays_with_one_address()
    {
        using var channel = Channel(new PickFirstConfig());

        Assert.Equal("aaaa", await TrailAsync(channel, 4));
    }

    [Fact]
    public async Task An_address_that_is_gone_costs_no_call()
    {
        using var channel = Channel(new RoundRobinConfig());
        await _servers[1].DisposeAsync();

        var trail = await TrailAsync(channel, 12);

        Assert.Equal("ac", string.Concat(trail.Distinct().Order()));
    }

    [Fact]
    public async Task No_address_at_all_is_unavailable()
    {
        using var channel = Channel(new RoundRobinConfig());
        foreach (var server in _servers)
            await server.DisposeAsync();

        var failure = await Assert.ThrowsAsync<RpcException>(() => TrailAsync(channel, 1));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    [Fact]
    public async Task A_name_of_the_domain_system_is_resolved()
    {
        var options = new GrpcChannelOptions
        {
            Credentials = ChannelCredentials.Insecure,
            ServiceConfig = new ServiceConfig { LoadBalancingConfigs = { new RoundRobinConfig() } },
        };
        using var channel = GrpcChannel.ForAddress($"dns:///localhost:{_servers[0].Address.Port}", options);

        Assert.Equal("aaa", await TrailAsync(channel, 3));
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_unavailable()
    {
        var options = new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure };
        using var channel = GrpcChannel.ForAddress("dns:///no-such-host.invalid:5000", options);

        var failure = await Assert.ThrowsAsync<RpcException>(() => TrailAsync(channel, 1));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    [Fact]
    public void An_address_without_http_needs_credentials() =>
        Assert.Throws<InvalidOperationException>(() => GrpcChannel.ForAddress("dns:///localhost:5000"));

    private GrpcChannel Channel(LoadBalancingConfig policy)
    {
        var addresses = _servers
            .Select(server => new BalancerAddress(server.Address.Host, server.Address.Port))
            .ToList();
        var services = new ServiceCollection();
        services.AddSingleton<ResolverFactory>(new StaticResolverFactory(_ => addresses));
        return GrpcChannel.ForAddress("static:///echo", new GrpcChannelOptions
        {
            Credentials = ChannelCredentials.Insecure,
            ServiceConfig = new ServiceConfig { LoadBalancingConfigs = { policy } },
            ServiceProvider = services.BuildServiceProvider(),
        });
    }

    /// <summary>Names of the servers that took the calls, in order.</summary>
    private static async Task<string> TrailAsync(GrpcChannel channel, int calls)
    {
        var trail = "";
        for (var i = 0; i < calls; i++)
        {
            var (_, trailers) = await Calls.RunAsync(new Echo.EchoClient(channel), "Unary", new EchoRequest());
            trail += trailers.GetValue("trail");
        }

        return trail;
    }
}
