using Compat.Grpc.Tests.Protos;
using Google.Protobuf;
using Grpc.Core;

namespace Compat.Grpc.Tests;

/// <summary>Client and server of this repository, over real connections.</summary>
public sealed class CallTests : IAsyncLifetime
{
    private EchoServer _server = null!;
    private Echo.EchoClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await EchoServer.StartAsync();
        _client = _server.Client();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_unary_call_brings_its_reply()
    {
        var data = ByteString.CopyFrom([0, 1, 2, 255]);

        var reply = await _client.UnaryAsync(new EchoRequest { Text = "grün", Data = data });

        Assert.Equal(("grün", data), (reply.Text, reply.Data));
    }

    [Fact]
    public void A_blocking_call_brings_its_reply() =>
        Assert.Equal("x", _client.Unary(new EchoRequest { Text = "x" }).Text);

    [Fact]
    public async Task A_client_stream_arrives_in_order()
    {
        using var call = _client.Collect();
        foreach (var text in (string[])["a", "b", "c"])
            await call.RequestStream.WriteAsync(new EchoRequest { Text = text });
        await call.RequestStream.CompleteAsync();

        var reply = await call;

        Assert.Equal(("abc", 3), (reply.Text, reply.Count));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_server_stream_arrives_in_order()
    {
        using var call = _client.Expand(new EchoRequest { Count = 100 });

        var counts = new List<int>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
            counts.Add(reply.Count);

        Assert.Equal(Enumerable.Range(0, 100), counts);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Both_sides_talk_at_the_same_time()
    {
        using var call = _client.Chat();
        for (var i = 0; i < 10; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = $"{i}" });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal($"{i}", call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task Large_messages_cross_in_both_directions()
    {
        using var call = _server.Client(new() { MaxReceiveMessageSize = null }).Chat();
        var data = ByteString.CopyFrom(Enumerable.Range(0, 4_000_000).Select(i => (byte)(i * 31)).ToArray());
        for (var i = 0; i < 4; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Data = data });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(data, call.ResponseStream.Current.Data);
        }
    }

    [Fact]
    public async Task Many_calls_share_a_connection()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 300)
            .Select(async i => (await _client.UnaryAsync(new EchoRequest { Text = $"{i}" })).Text));

        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"{i}"), replies);
    }
}
