using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Compat.Grpc.Tests;

/// <summary>grpc.health.v1, by hand and through the health checks of ASP.NET Core.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task A_watch_sees_every_change()
    {
        var service = new HealthServiceImpl();
        await using var server = await EchoServer.StartAsync(
            services: services => services.AddSingleton(service), map: app => app.MapGrpcService<HealthServiceImpl>());
        using var watch = Client(server).Watch(new HealthCheckRequest { Service = "dit" });

        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(watch));
        service.SetStatus("dit", ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
        service.SetStatus("dit", ServingStatus.NotServing);
        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        service.ClearAll();
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(watch));
    }

    [Fact]
    public async Task A_check_of_an_unknown_service_is_not_found()
    {
        await using var server = await EchoServer.StartAsync(
            services: services => services.AddGrpcHealthChecks(), map: app => app.MapGrpcHealthChecksService());

        var failure = await Assert.ThrowsAsync<RpcException>(
            () => Client(server).CheckAsync(new HealthCheckRequest { Service = "x" }).ResponseAsync);

        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
    }

    [Fact]
    public async Task A_failing_check_takes_its_services_out()
    {
        var model = HealthCheckResult.Healthy();
        await using var server = await EchoServer.StartAsync(
            services: services => services
                .AddGrpcHealthChecks(options => options.Services.Map("live", check => !check.Tags.Contains("ready")))
                .AddCheck("process", () => HealthCheckResult.Healthy())
                .AddCheck("model", () => model, ["ready"]),
            map: app => app.MapGrpcHealthChecksService());
        var client = Client(server);

        Assert.Equal(ServingStatus.Serving, (await client.CheckAsync(new HealthCheckRequest())).Status);
        model = HealthCheckResult.Unhealthy("still loading");

        Assert.Equal(ServingStatus.NotServing, (await client.CheckAsync(new HealthCheckRequest())).Status);
        Assert.Equal(
            ServingStatus.Serving, (await client.CheckAsync(new HealthCheckRequest { Service = "live" })).Status);
    }

    private static Health.HealthClient Client(EchoServer server) => new(server.Channel());

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext());
        return watch.ResponseStream.Current.Status;
    }
}
