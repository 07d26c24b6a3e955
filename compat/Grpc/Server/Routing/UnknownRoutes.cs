using Grpc.AspNetCore.Server.Calls;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Grpc.AspNetCore.Server.Routing;

/// <summary>Answers calls of methods that nobody serves with Unimplemented.</summary>
internal static class UnknownRoutes
{
    private const string Name = "gRPC - unimplemented";

    public static void Map(IEndpointRouteBuilder builder)
    {
        if (builder.DataSources.OfType<UnknownSource>().Any())
            return;
        builder.DataSources.Add(new UnknownSource(Build()));
    }

    private static RouteEndpoint Build()
    {
        var pattern = RoutePatternFactory.Parse(
            "{service}/{method}", defaults: null, parameterPolicies: new { method = new GrpcConstraint() });
        return (RouteEndpoint)new RouteEndpointBuilder(HandleAsync, pattern, order: int.MaxValue)
        {
            DisplayName = Name,
            Metadata = { new HttpMethodMetadata(["POST"]) },
        }.Build();
    }

    private static Task HandleAsync(HttpContext http)
    {
        var status = new Status(StatusCode.Unimplemented, $"{http.Request.Path} is not served here.");
        return GrpcRequest.IsValid(http) ? TrailersOnly.SendAsync(http, status, Metadata.Empty) : Task.CompletedTask;
    }

    /// <summary>Leaves other requests to other routes.</summary>
    private sealed class GrpcConstraint : IRouteConstraint
    {
        public bool Match(
            HttpContext? httpContext,
            IRouter? route,
            string routeKey,
            RouteValueDictionary values,
            RouteDirection routeDirection) => httpContext is null || GrpcRequest.HasGrpcContent(httpContext);
    }

    private sealed class UnknownSource(Endpoint endpoint) : EndpointDataSource
    {
        public override IReadOnlyList<Endpoint> Endpoints { get; } = [endpoint];

        public override Microsoft.Extensions.Primitives.IChangeToken GetChangeToken() =>
            Microsoft.Extensions.FileProviders.NullChangeToken.Singleton;
    }
}
