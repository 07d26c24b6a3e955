using Mesh.Gateway.Api;
using Mesh.ServiceDefaults.Errors;
using Mesh.Stores.Artifacts;
using Microsoft.AspNetCore.Http;

namespace Mesh.Gateway.Rest;

/// <summary>The picture of what an edit is about to become, over HTTP.</summary>
public sealed class VideoPreview(EditLookup lookup, IArtifactStore artifacts)
{
    public const string MediaType = "image/png";

    /// <summary>Where the picture of an edit is.</summary>
    public static string PathOf(string id) => $"/v1/videos/{id}/preview";

    /// <exception cref="RequestException">There is no such edit, or it has no picture now.</exception>
    public async Task WriteAsync(HttpContext context, Caller caller, string id)
    {
        var ended = context.RequestAborted;
        var job = await lookup.GetAsync(caller, id, ended);
        var picture = await new EditPreviews(artifacts, job.Id).ReadAsync(ended)
            ?? throw RequestErrors.NotFound("preview", id);
        context.Response.ContentType = MediaType;
        context.Response.ContentLength = picture.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.Body.WriteAsync(picture.Memory, ended);
    }
}
