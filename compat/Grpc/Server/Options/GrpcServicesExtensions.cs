using Grpc.AspNetCore.Server;
using Grpc.Core.Wire;

namespace Microsoft.Extensions.DependencyInjection;

public static class GrpcServicesExtensions
{
    private const int DefaultMaxReceive = 4 * 1024 * 1024;

    /// <summary>What <c>MapGrpcService</c> needs.</summary>
    public static IGrpcServerBuilder AddGrpc(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRouting();
        services.AddOptions();
        if (!services.Any(service => service.ServiceType == typeof(GrpcMarker)))
        {
            services.AddSingleton<GrpcMarker>();
            services.Configure<GrpcServiceOptions>(options =>
            {
                if (!options.MaxReceiveMessageSizeSpecified)
                    options.MaxReceiveMessageSize = DefaultMaxReceive;
            });
            services.PostConfigure<GrpcServiceOptions>(options =>
            {
                if (options.CompressionProviders.Count == 0)
                    options.CompressionProviders = [.. MessageCompression.Defaults];
            });
        }

        return new GrpcServerBuilder(services);
    }

    public static IGrpcServerBuilder AddGrpc(
        this IServiceCollection services, Action<GrpcServiceOptions> configureOptions)
    {
        var builder = services.AddGrpc();
        services.Configure(configureOptions);
        return builder;
    }

    public static IGrpcServerBuilder AddServiceOptions<TService>(
        this IGrpcServerBuilder grpcBuilder, Action<GrpcServiceOptions<TService>> configure)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(grpcBuilder);
        grpcBuilder.Services.Configure(configure);
        return grpcBuilder;
    }

    private sealed record GrpcServerBuilder(IServiceCollection Services) : IGrpcServerBuilder;
}
