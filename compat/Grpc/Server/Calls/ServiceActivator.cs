using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Calls;

/// <summary>One instance of a service per call, unless it is registered otherwise.</summary>
internal sealed class ServiceActivator<TService>
    where TService : class
{
    private readonly Lazy<ObjectFactory<TService>> _factory = new(() => ActivatorUtilities.CreateFactory<TService>([]));

    public async Task<TResult> UseAsync<TResult>(ServerCallContext context, Func<TService, Task<TResult>> use)
    {
        var (service, created) = Create(context.GetHttpContext().RequestServices);
        try
        {
            return await use(service).ConfigureAwait(false);
        }
        finally
        {
            if (created)
                await Disposal.DisposeAsync(service).ConfigureAwait(false);
        }
    }

    public async Task UseAsync(ServerCallContext context, Func<TService, Task> use)
    {
        var (service, created) = Create(context.GetHttpContext().RequestServices);
        try
        {
            await use(service).ConfigureAwait(false);
        }
        finally
        {
            if (created)
                await Disposal.DisposeAsync(service).ConfigureAwait(false);
        }
    }

    private (TService Service, bool Created) Create(IServiceProvider services) =>
        services.GetService<TService>() is { } registered
            ? (registered, false)
            : (_factory.Value(services, []), true);
}

internal static class Disposal
{
    public static ValueTask DisposeAsync(object instance)
    {
        if (instance is IAsyncDisposable asynchronous)
            return asynchronous.DisposeAsync();
        (instance as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }
}
