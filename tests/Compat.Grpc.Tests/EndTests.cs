using Compat.Grpc.Tests.Protos;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;

namespace Compat.Grpc.Tests;

/// <summary>How calls end: errors, deadlines, cancellation, limits.</summary>
public sealed class EndTests : IAsyncLifetime
{
    private EchoServer _server = null!;
    private Echo.EchoClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await EchoServer.StartAsync(options => options.MaxReceiveMessageSize = 100_000);
        _client = _server.Client();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("Unary")]
    [InlineData("Collect")]
    [InlineData("Expand")]
    [InlineData("Chat")]
    public async Task An_error_carries_code_message_and_trailers(string method)
    {
        var request = new EchoRequest { Code = (int)StatusCode.DataLoss, Message = "50 % lost: ä\r\n☺", Count = 2 };

        var failure = await Assert.ThrowsAsync<RpcException>(() => Calls.RunAsync(_client, method, request));

        Assert.Equal((StatusCode.DataLoss, "50 % lost: ä\r\n☺"), (failure.StatusCode, failure.Status.Detail));
        Assert.Equal("15", failure.Trailers.GetValue("failed-with"));
    }

    [Fact]
    public async Task A_rich_error_names_the_field()
    {
        var request = new EchoRequest { BadField = "seed", Message = "too large" };

        var failure = await Assert.ThrowsAsync<RpcException>(() => Calls.RunAsync(_client, "Unary", request));

        var violation = failure.GetRpcStatus()!.Details[0].Unpack<BadRequest>().FieldViolations[0];
        Assert.Equal(("seed", "too large"), (violation.Field, violation.Description));
    }

    [Fact]
    public async Task An_exception_keeps_its_secrets_unless_told_otherwise()
    {
        var request = new EchoRequest { Code = -1, Message = "secret" };
        await using var open = await EchoServer.StartAsync(options => options.EnableDetailedErrors = true);

        var hidden = await Assert.ThrowsAsync<RpcException>(() => Calls.RunAsync(_client, "Unary", request));
        var shown = await Assert.ThrowsAsync<RpcException>(() => Calls.RunAsync(open.Client(), "Unary", request));

        Assert.Equal(StatusCode.Unknown, hidden.StatusCode);
        Assert.Equal("Exception was thrown by handler.", hidden.Status.Detail);
        Assert.Equal("Exception was thrown by handler. FormatException: secret", shown.Status.Detail);
    }

    [Theory]
    [InlineData("Unary")]
    [InlineData("Collect")]
    [InlineData("Expand")]
    [InlineData("Chat")]
    public async Task A_deadline_ends_the_call_on_both_sides(string method)
    {
        var name = $"deadline-{method}";
        var client = new Echo.EchoClient(new DeadlineInvoker(_server.Channel(), TimeSpan.FromMilliseconds(300)));

        var failure = await Assert.ThrowsAsync<RpcException>(
            () => Calls.RunAsync(client, method, new EchoRequest { Text = name, Hang = true }));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        await EchoService.CancellationOf(name);
    }

    [Fact]
    public async Task A_deadline_in_the_past_sends_nothing()
    {
        var client = new Echo.EchoClient(GrpcChannel.ForAddress("http://127.0.0.1:1"));

        var failure = await Assert.ThrowsAsync<RpcException>(
            () => client.UnaryAsync(new EchoRequest(), deadline: DateTime.UtcNow.AddSeconds(-1)).ResponseAsync);

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    [Theory]
    [InlineData("Unary")]
    [InlineData("Collect")]
    [InlineData("Expand")]
    [InlineData("Chat")]
    public async Task Cancellation_ends_the_call_on_both_sides(string method)
    {
        var name = $"cancel-{method}";
        using var source = new CancellationTokenSource();
        var client = new Echo.EchoClient(new CancellingInvoker(_server.Channel(), source.Token));
        var headers = new Metadata { { "echo-started", "1" } };
        var run = Calls.RunAsync(client, method, new EchoRequest { Text = name, Hang = true }, headers);
        await EchoService.StartOf(name);

        await source.CancelAsync();

        var failure = await Assert.ThrowsAsync<RpcException>(() => run);
        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
        await EchoService.CancellationOf(name);
    }

    [Fact]
    public async Task Disposal_ends_the_call_on_both_sides()
    {
        var call = _client.Expand(new EchoRequest { Text = "disposal", Count = 1, Hang = true });
        Assert.True(await call.ResponseStream.MoveNext());

        call.Dispose();

        await EchoService.CancellationOf("disposal");
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_disposed_channel_ends_its_calls()
    {
        var channel = _server.Channel();
        using var call = new Echo.EchoClient(channel).Chat();
        await call.RequestStream.WriteAsync(new EchoRequest());
        Assert.True(await call.ResponseStream.MoveNext());

        channel.Dispose();

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => call.ResponseStream.MoveNext());
        Assert.True(
            failure is ObjectDisposedException or RpcException { StatusCode: StatusCode.Cancelled }, $"{failure}");
        Assert.Throws<ObjectDisposedException>(channel.CreateCallInvoker);
    }

    [Fact]
    public async Task Cancellation_can_throw_what_the_framework_throws()
    {
        using var source = new CancellationTokenSource();
        var client = _server.Client(new() { ThrowOperationCanceledOnCancellation = true });
        var call = client.UnaryAsync(
            new EchoRequest { Text = "framework", Hang = true }, cancellationToken: source.Token);
        await EchoService.StartOf("framework");

        await source.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => call.ResponseAsync);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        var client = new Echo.EchoClient(GrpcChannel.ForAddress("http://127.0.0.1:1"));

        var failure = await Assert.ThrowsAsync<RpcException>(() => Calls.RunAsync(client, "Chat", new EchoRequest()));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    [Theory]
    [InlineData("Unary")]
    [InlineData("Collect")]
    [InlineData("Expand")]
    [InlineData("Chat")]
    public async Task A_request_over_the_limit_of_the_server_is_refused(string method)
    {
        var request = new EchoRequest { Data = ByteString.CopyFrom(new byte[100_001]) };

        var failure = await Assert.ThrowsAsync<RpcException>(() => Calls.RunAsync(_client, method, request));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Theory]
    [InlineData("Unary")]
    [InlineData("Chat")]
    public async Task Limits_of_the_client_hold_both_ways(string method)
    {
        var request = new EchoRequest { Data = ByteString.CopyFrom(new byte[50_000]) };
        var receives = _server.Client(new() { MaxReceiveMessageSize = 49_999 });
        var sends = _server.Client(new() { MaxSendMessageSize = 49_999 });

        var received = await Assert.ThrowsAsync<RpcException>(() => Calls.RunAsync(receives, method, request));
        var sent = await Assert.ThrowsAsync<RpcException>(() => Calls.RunAsync(sends, method, request));

        Assert.Equal(StatusCode.ResourceExhausted, received.StatusCode);
        Assert.Equal(StatusCode.ResourceExhausted, sent.StatusCode);
    }

    [Fact]
    public async Task A_write_after_the_end_tells_how_the_call_ended()
    {
        using var call = _client.Chat();
        await call.RequestStream.WriteAsync(new EchoRequest { Code = (int)StatusCode.NotFound });
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());

        var failure = await Assert.ThrowsAsync<RpcException>(
            () => call.RequestStream.WriteAsync(new EchoRequest()));

        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
    }

    [Fact]
    public async Task A_cancelled_write_ends_the_call()
    {
        using var source = new CancellationTokenSource();
        using var call = _client.Chat();
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "write", Hang = true });
        await EchoService.StartOf("write");
        var data = new EchoRequest { Data = ByteString.CopyFrom(new byte[90_000]) };
        var writing = Task.Run(async () =>
        {
            while (true)
                await call.RequestStream.WriteAsync(data, source.Token);
        });

        await source.CancelAsync();

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => writing);
        Assert.True(failure is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled });
    }

    [Fact]
    public async Task A_message_that_is_too_long_to_send_leaves_the_call_as_it_was()
    {
        using var call = _server.Client(new() { MaxSendMessageSize = 1000 }).Collect();
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "a" });

        var failure = await Assert.ThrowsAsync<RpcException>(
            () => call.RequestStream.WriteAsync(new EchoRequest { Text = new string('x', 1000) }));
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "b" });
        await call.RequestStream.CompleteAsync();

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.Equal("ab", (await call).Text);
    }
}
