using Mesh.Gateway.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Gateway.Rest;

/// <summary>Which handler a method and path belong to.</summary>
internal static class RestEndpoints
{
    private const string OpenApi = "openapi.json";

    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(WebApplication app)
    {
        var services = app.Services;
        var (guard, callers) = (services.GetRequiredService<RestErrors>(), services.GetRequiredService<Callers>());
        var videos = services.GetRequiredService<VideoRoutes>();
        var content = services.GetRequiredService<VideoContent>();
        var events = services.GetRequiredService<VideoEvents>();

        app.MapPost("/v1/videos/edits", guard.Guard(videos.SubmitAsync));
        app.MapPost("/v1/images/edits", guard.Guard(services.GetRequiredService<PictureRoutes>().EditAsync));
        app.MapGet("/v1/videos", guard.Guard(videos.ListAsync));
        app.MapGet("/v1/videos/{id}", guard.Guard(videos.GetAsync));
        app.MapDelete("/v1/videos/{id}", guard.Guard(videos.DeleteAsync));
        app.MapMethods("/v1/videos/{id}/content", Read, guard.Guard(context =>
            content.WriteAsync(context, callers.Identify(context), VideoRoutes.Id(context))));
        var preview = services.GetRequiredService<VideoPreview>();
        app.MapGet("/v1/videos/{id}/preview", guard.Guard(context =>
            preview.WriteAsync(context, callers.Identify(context), VideoRoutes.Id(context))));
        app.MapGet("/v1/videos/{id}/events", guard.Guard(context =>
            events.WriteAsync(context, callers.Identify(context), VideoRoutes.Id(context))));
        app.MapGet("/openapi.json", guard.Guard(OpenApiAsync));
    }

    private static async Task OpenApiAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await using var document = typeof(RestEndpoints).Assembly.GetManifestResourceStream(OpenApi)!;
        await document.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
