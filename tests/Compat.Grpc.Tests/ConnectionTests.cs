using Compat.Grpc.Tests.Protos;
using Grpc.Core;
using Grpc.Net.Client;

namespace Compat.Grpc.Tests;

/// <summary>What happens to calls when connections end.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task A_server_that_stops_lets_its_calls_finish()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Chat();
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "before" });
        Assert.True(await call.ResponseStream.MoveNext());

        var stopping = server.StopAsync();
        var refused = await Assert.ThrowsAsync<RpcException>(
            () => Calls.RunAsync(server.Client(), "Unary", new EchoRequest()));
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "after" });
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal("after", call.ResponseStream.Current.Text);
        Assert.False(stopping.IsCompleted);
        await call.RequestStream.CompleteAsync();

        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_server_that_dies_makes_its_calls_unavailable()
    {
        await using var server = await EchoServer.StartAsync();
        await using var proxy = new SilentProxy(server.Address.Port);
        using var channel = GrpcChannel.ForAddress(proxy.Address);
        using var call = new Echo.EchoClient(channel).Chat();
        await call.RequestStream.WriteAsync(new EchoRequest());
        Assert.True(await call.ResponseStream.MoveNext());

        proxy.Cut();

        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    [Fact]
    public async Task Keepalive_notices_a_peer_that_fell_silent()
    {
        await using var server = await EchoServer.StartAsync();
        await using var proxy = new SilentProxy(server.Address.Port);
        var handler = new SocketsHttpHandler
        {
            KeepAlivePingDelay = TimeSpan.FromSeconds(1),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
        };
        using var channel = GrpcChannel.ForAddress(
            proxy.Address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        using var call = new Echo.EchoClient(channel).Chat();
        await call.RequestStream.WriteAsync(new EchoRequest());
        Assert.True(await call.ResponseStream.MoveNext());

        proxy.FallSilent();

        var failure = await Assert.ThrowsAsync<RpcException>(
            () => call.ResponseStream.MoveNext().WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.IsType<HttpProtocolException>(failure.Status.DebugException);
    }
}
