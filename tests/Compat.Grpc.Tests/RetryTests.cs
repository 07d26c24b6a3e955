using Compat.Grpc.Tests.Protos;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Compat.Grpc.Tests;

/// <summary>Retries as the service configuration asks for them: gRFC A6.</summary>
public sealed class RetryTests : IAsyncLifetime
{
    private readonly Failures _failures = new();
    private EchoServer _server = null!;

    public async Task InitializeAsync() => _server = await EchoServer.StartAsync(
        options => options.Interceptors.Add<FailingInterceptor>(),
        services: services => services.AddSingleton(_failures));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("Unary")]
    [InlineData("Expand")]
    public async Task A_call_is_tried_again_until_it_succeeds(string method)
    {
        _failures.Left = 3;

        await Calls.RunAsync(Client(attempts: 4), method, new EchoRequest { Count = 1 });

        Assert.Equal(["-", "1", "2", "3"], _failures.PreviousAttempts);
    }

    [Fact]
    public async Task Attempts_are_limited()
    {
        _failures.Left = 9;

        var failure = await Assert.ThrowsAsync<RpcException>(
            () => Calls.RunAsync(Client(attempts: 3), "Unary", new EchoRequest()));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Equal(3, _failures.PreviousAttempts.Count);
    }

    [Fact]
    public async Task Another_status_is_not_tried_again()
    {
        (_failures.Left, _failures.Code) = (1, StatusCode.Aborted);

        await Assert.ThrowsAsync<RpcException>(() => Calls.RunAsync(Client(attempts: 3), "Unary", new EchoRequest()));

        Assert.Single(_failures.PreviousAttempts);
    }

    [Fact]
    public async Task The_server_may_forbid_another_attempt()
    {
        (_failures.Left, _failures.Pushback) = (1, "-1");

        await Assert.ThrowsAsync<RpcException>(() => Calls.RunAsync(Client(attempts: 3), "Unary", new EchoRequest()));

        Assert.Single(_failures.PreviousAttempts);
    }

    [Fact]
    public async Task The_server_may_say_when_to_come_back()
    {
        (_failures.Left, _failures.Pushback) = (1, "5");
        var client = Client(attempts: 3, backoff: TimeSpan.FromHours(1));

        await Calls.RunAsync(client, "Unary", new EchoRequest());

        Assert.Equal(["-", "1"], _failures.PreviousAttempts);
    }

    [Fact]
    public async Task A_server_that_fails_most_calls_gets_no_retries()
    {
        _failures.Left = 100;
        var client = Client(attempts: 5, throttling: new RetryThrottlingPolicy { MaxTokens = 4, TokenRatio = 0.1 });

        await Assert.ThrowsAsync<RpcException>(() => Calls.RunAsync(client, "Unary", new EchoRequest()));
        var first = _failures.PreviousAttempts.Count;
        await Assert.ThrowsAsync<RpcException>(() => Calls.RunAsync(client, "Unary", new EchoRequest()));

        Assert.Equal((2, 1), (first, _failures.PreviousAttempts.Count - first));
    }

    [Fact]
    public async Task A_call_can_wait_for_its_server()
    {
        var address = _server.Address;
        await _server.DisposeAsync();
        var client = new Echo.EchoClient(GrpcChannel.ForAddress(address));
        var call = client.UnaryAsync(new EchoRequest { Text = "late" }, new CallOptions().WithWaitForReady());

        _server = await EchoServer.StartAsync(
            services: services => services.AddSingleton(_failures), port: address.Port);

        Assert.Equal("late", (await call).Text);
    }

    [Fact]
    public void A_policy_without_statuses_is_refused()
    {
        var policy = Policy(3, TimeSpan.FromMilliseconds(1));
        policy.RetryableStatusCodes.Clear();

        Assert.Throws<InvalidOperationException>(() => _server.Client(Options(policy)).Unary(new EchoRequest()));
    }

    private Echo.EchoClient Client(int attempts, TimeSpan? backoff = null, RetryThrottlingPolicy? throttling = null)
    {
        var options = Options(Policy(attempts, backoff ?? TimeSpan.FromMilliseconds(1)));
        options.ServiceConfig!.RetryThrottling = throttling;
        return _server.Client(options);
    }

    private static RetryPolicy Policy(int attempts, TimeSpan backoff) => new()
    {
        MaxAttempts = attempts,
        InitialBackoff = backoff,
        MaxBackoff = backoff,
        BackoffMultiplier = 2,
        RetryableStatusCodes = { StatusCode.Unavailable },
    };

    private static GrpcChannelOptions Options(RetryPolicy policy) => new()
    {
        ServiceConfig = new ServiceConfig
        {
            MethodConfigs = { new MethodConfig { Names = { MethodName.Default }, RetryPolicy = policy } },
        },
    };

    /// <summary>How many calls are still to fail, and how often each was tried before.</summary>
    internal sealed class Failures
    {
        public int Left { get; set; }

        public StatusCode Code { get; set; } = StatusCode.Unavailable;

        public string? Pushback { get; set; }

        public List<string> PreviousAttempts { get; } = [];
    }

    internal sealed class FailingInterceptor(Failures failures) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            FailIfAsked(context);
            return continuation(request, context);
        }

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            ServerStreamingServerMethod<TRequest, TResponse> continuation)
        {
            FailIfAsked(context);
            return continuation(request, responseStream, context);
        }

        private void FailIfAsked(ServerCallContext context)
        {
            failures.PreviousAttempts.Add(context.RequestHeaders.GetValue("grpc-previous-rpc-attempts") ?? "-");
            if (failures.Left-- <= 0)
                return;
            var trailers = new Metadata();
            if (failures.Pushback is { } pushback)
                trailers.Add("grpc-retry-pushback-ms", pushback);
            throw new RpcException(new Status(failures.Code, "not now"), trailers);
        }
    }
}
