using System.Text.Json.Nodes;
using Compat.Grpc.Tests.Protos;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Compat.Grpc.Tests;

/// <summary>Our client, served by grpc-js.</summary>
public sealed class WeCallPeerTests(NodePeer peer) : IClassFixture<NodePeer>
{
    private readonly Echo.EchoClient _client = new(GrpcChannel.ForAddress(
        peer.Address, new GrpcChannelOptions { MaxReceiveMessageSize = 20_000_000 }));

    [Fact]
    public async Task A_unary_call_brings_its_reply()
    {
        var data = ByteString.CopyFrom([0, 1, 255]);

        var reply = await _client.UnaryAsync(new EchoRequest { Text = "grün", Data = data });

        Assert.Equal(("grün", data), (reply.Text, reply.Data));
    }

    [Fact]
    public async Task A_client_stream_arrives_in_order()
    {
        using var call = _client.Collect();
        foreach (var text in (string[])["a", "b", "c"])
            await call.RequestStream.WriteAsync(new EchoRequest { Text = text });
        await call.RequestStream.CompleteAsync();

        var reply = await call;

        Assert.Equal(("abc", 3), (reply.Text, reply.Count));
    }

    [Fact]
    public async Task A_server_stream_arrives_in_order()
    {
        var data = Data(5000);
        using var call = _client.Expand(new EchoRequest { Count = 200, Data = data });

        var counts = new List<int>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
        {
            counts.Add(reply.Count);
            Assert.Equal(data, reply.Data);
        }

        Assert.Equal(Enumerable.Range(0, 200), counts);
    }

    [Fact]
    public async Task A_duplex_stream_answers_each_message()
    {
        using var call = _client.Chat();
        for (var i = 0; i < 20; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = $"{i}" });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal($"{i}", call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Theory]
    [InlineData("Unary")]
    [InlineData("Collect")]
    [InlineData("Expand")]
    [InlineData("Chat")]
    public async Task An_error_arrives_with_its_message_and_trailers(string method)
    {
        var request = new EchoRequest { Code = (int)StatusCode.Aborted, Message = "nicht möglich: 100 %\n☺" };

        var failure = await Assert.ThrowsAsync<RpcException>(() => Calls.RunAsync(_client, method, request));

        Assert.Equal(StatusCode.Aborted, failure.StatusCode);
        Assert.Equal("nicht möglich: 100 %\n☺", failure.Status.Detail);
        Assert.Equal("10", failure.Trailers.GetValue("failed-with"));
    }

    [Theory]
    [InlineData("Unary")]
    [InlineData("Collect")]
    [InlineData("Expand")]
    [InlineData("Chat")]
    public async Task Metadata_come_back_as_headers_and_trailers(string method)
    {
        var metadata = new Metadata
        {
            { "echo-text", "one" },
            { "echo-text", "two" },
            { "echo-bytes-bin", [0, 1, 2, 255] },
            { "echo-trailer-bin", [255, 255] },
        };

        var (headers, trailers) = await Calls.RunAsync(_client, method, new EchoRequest(), metadata);

        Assert.Equal("one, two", string.Join(", ", headers.GetAll("echo-text").Select(entry => entry.Value)));
        Assert.Equal([0, 1, 2, 255], headers.GetValueBytes("echo-bytes-bin"));
        Assert.Equal([255, 255], trailers.GetValueBytes("echo-trailer-bin"));
    }

    [Fact]
    public async Task A_deadline_reaches_the_service()
    {
        var reply = await _client.UnaryAsync(new EchoRequest(), deadline: DateTime.UtcNow.AddMinutes(10));

        Assert.InRange(reply.DeadlineMs, 300_000, 600_001);
    }

    [Fact]
    public async Task A_deadline_ends_a_call_that_hangs()
    {
        var request = new EchoRequest { Text = "our-deadline", Hang = true };

        var failure = await Assert.ThrowsAsync<RpcException>(
            () => _client.UnaryAsync(request, deadline: DateTime.UtcNow.AddMilliseconds(200)).ResponseAsync);

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        await PeerSawCancellationAsync("our-deadline");
    }

    [Fact]
    public async Task Cancellation_reaches_the_service()
    {
        using var source = new CancellationTokenSource();
        using var call = _client.Expand(
            new EchoRequest { Text = "our-cancel", Count = 1, Hang = true }, cancellationToken: source.Token);
        Assert.True(await call.ResponseStream.MoveNext());

        await source.CancelAsync();

        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
        await PeerSawCancellationAsync("our-cancel");
    }

    [Fact]
    public async Task Disposal_reaches_the_service()
    {
        var call = _client.Expand(new EchoRequest { Text = "our-disposal", Count = 1, Hang = true });
        Assert.True(await call.ResponseStream.MoveNext());

        call.Dispose();

        await PeerSawCancellationAsync("our-disposal");
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Compressed_messages_cross_in_both_directions()
    {
        var data = Data(300_000);
        var headers = new Metadata { { "grpc-internal-encoding-request", "gzip" } };

        var reply = await _client.UnaryAsync(new EchoRequest { Data = data }, headers);

        Assert.Equal(data, reply.Data);
    }

    [Fact]
    public async Task Large_messages_cross_in_both_directions()
    {
        var data = Data(16_000_000);

        Assert.Equal(data, (await _client.UnaryAsync(new EchoRequest { Data = data })).Data);
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused()
    {
        var request = new EchoRequest { Count = 1, Data = Data(20_000_001) };

        var failure = await Assert.ThrowsAsync<RpcException>(() => Calls.RunAsync(_client, "Expand", request));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Fact]
    public async Task A_method_that_nobody_serves_is_unimplemented()
    {
        var failure = await Assert.ThrowsAsync<RpcException>(
            () => _client.MissingAsync(new EchoRequest()).ResponseAsync);

        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
    }

    private static ByteString Data(int length) =>
        ByteString.CopyFrom([.. Enumerable.Range(0, length).Select(i => (byte)(i * 31))]);

    private async Task PeerSawCancellationAsync(string name) =>
        await peer.AskAsync(new JsonObject { ["what"] = "cancelled", ["name"] = name });
}
