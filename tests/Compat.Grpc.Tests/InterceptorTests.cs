using Compat.Grpc.Tests.Protos;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Compat.Grpc.Tests;

/// <summary>Interceptors on both sides, in their order.</summary>
public sealed class InterceptorTests
{
    [Theory]
    [InlineData("Unary")]
    [InlineData("Collect")]
    [InlineData("Expand")]
    [InlineData("Chat")]
    public async Task Server_interceptors_run_in_order_around_every_kind_of_call(string method)
    {
        await using var server = await EchoServer.StartAsync(options =>
        {
            options.Interceptors.Add<TrailInterceptor>("first");
            options.Interceptors.Add<TrailInterceptor>("second");
        });

        var (_, trailers) = await Calls.RunAsync(server.Client(), method, new EchoRequest { Count = 1 });

        Assert.Equal("first second", string.Join(' ', trailers.GetAll("trail").Select(entry => entry.Value)));
    }

    [Fact]
    public async Task Interceptors_of_one_service_come_after_those_of_all()
    {
        await using var server = await EchoServer.StartAsync(
            options => options.Interceptors.Add<TrailInterceptor>("all"),
            services: services => services.AddGrpc().AddServiceOptions<EchoService>(
                options => options.Interceptors.Add<TrailInterceptor>("one")));

        var (_, trailers) = await Calls.RunAsync(server.Client(), "Unary", new EchoRequest());

        Assert.Equal("all one", string.Join(' ', trailers.GetAll("trail").Select(entry => entry.Value)));
    }

    [Theory]
    [InlineData("Unary")]
    [InlineData("Collect")]
    [InlineData("Expand")]
    [InlineData("Chat")]
    public async Task Client_interceptors_run_in_order_around_every_kind_of_call(string method)
    {
        await using var server = await EchoServer.StartAsync();
        var invoker = server.Channel().Intercept(
            new HeaderInterceptor("a"), new HeaderInterceptor("b")).Intercept(headers =>
        {
            headers.Add("echo-trail", "outer");
            return headers;
        });

        var (headers, _) = await Calls.RunAsync(new Echo.EchoClient(invoker), method, new EchoRequest());

        Assert.Equal("outer, a, b", string.Join(", ", headers.GetAll("echo-trail").Select(entry => entry.Value)));
    }

    [Fact]
    public async Task An_interceptor_may_answer_in_place_of_the_service()
    {
        await using var server = await EchoServer.StartAsync(
            options => options.Interceptors.Add<RefusingInterceptor>());

        var failure = await Assert.ThrowsAsync<RpcException>(
            () => Calls.RunAsync(server.Client(), "Unary", new EchoRequest()));

        Assert.Equal(StatusCode.PermissionDenied, failure.StatusCode);
    }

    private sealed class RefusingInterceptor : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            throw new RpcException(new Status(StatusCode.PermissionDenied, "no"));
    }
}
