using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Compat.Dapr.Client.Tests.Sidecar;

/// <summary>
/// A Dapr sidecar as an application sees it: the gRPC API over stores in memory, health over HTTP, and gRPC calls that
/// carry <c>dapr-app-id</c> passed on to that application.
/// </summary>
internal sealed class FakeSidecar : IAsyncDisposable
{
    private GrpcServer? _server;

    /// <summary>Where each application listens, by its id.</summary>
    public ConcurrentDictionary<string, Uri> Applications { get; } = [];

    /// <summary>Applications that were called, in order.</summary>
    public ConcurrentQueue<string> Called { get; } = [];

    public SidecarStores Stores { get; } = new();

    /// <summary>What callers must know; null lets anyone in.</summary>
    public string? ApiToken { get; init; }

    /// <summary>Whether health checks succeed.</summary>
    public bool Healthy { get; set; } = true;

    public string GrpcEndpoint => _server!.Grpc.ToString();

    public string HttpEndpoint => _server!.Http.ToString();

    public async Task<FakeSidecar> StartAsync()
    {
        _server = await GrpcServer.StartAsync(
            services => services.AddSingleton(Stores),
            app =>
            {
                app.Use(CheckTokenAsync);
                app.Use(new SidecarProxy(Applications, Called).InvokeAsync);
                app.MapGrpcService<SidecarService>();
                app.MapGet("/v1.0/healthz", Health);
                app.MapGet("/v1.0/healthz/outbound", Health);
            });
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        Stores.Close();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private IResult Health() => Results.StatusCode(Healthy ? 204 : 500);

    private Task CheckTokenAsync(HttpContext context, RequestDelegate next)
    {
        if (ApiToken is null || context.Request.Headers["dapr-api-token"] == ApiToken)
            return next(context);
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}
