using System.Globalization;
using System.Text;
using System.Text.Json;
using Mesh.Contracts.Gateway.V1;
using Mesh.Gateway.Api;
using Mesh.Stores.Artifacts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Mesh.Gateway.Rest;

/// <summary>
/// An edit as server-sent events: its state now, then every change, until its end, and where a new preview is. An
/// event's id names the state, so a client that comes back with Last-Event-ID is not told again what it knows, and 204
/// tells it that it was the end.
/// </summary>
public sealed class VideoEvents(
    EditLookup lookup, EditView view, EditWatch watch, VideoShape shape, IArtifactStore artifacts)
{
    private const string EventId = "Last-Event-ID";

    /// <exception cref="ServiceDefaults.Errors.RequestException">There is no such edit.</exception>
    public async Task WriteAsync(HttpContext context, Caller caller, string id)
    {
        var ended = context.RequestAborted;
        var job = await lookup.GetAsync(caller, id, ended);
        var seen = context.Request.Headers[EventId].ToString();
        if (job.HasEnded && seen == IdOf(await view.OfAsync(job, ended)))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        await context.Response.Body.FlushAsync(ended);
        var previews = new EditPreviews(artifacts, job.Id);
        await foreach (var (_, edit) in watch.FollowAsync(caller, id, ended))
        {
            if (IdOf(edit) is var name && name != seen)
            {
                await context.Response.Body.WriteAsync(Event(name, edit), ended);
                seen = name;
            }
            if (edit.Progress.Stage == Stage.Denoise && await previews.IsNewAsync(ended))
                await context.Response.Body.WriteAsync(Event(new VideoPreviewed(id, VideoPreview.PathOf(id))), ended);
            await context.Response.Body.FlushAsync(ended);
        }
    }

    private static byte[] Event(VideoPreviewed preview) => Encoding.UTF8.GetBytes(
        $"event: preview\ndata: {JsonSerializer.Serialize(preview, VideoObject.Json)}\n\n");

    private byte[] Event(string name, Edit edit)
    {
        var video = shape.Of(edit);
        var data = JsonSerializer.Serialize(video, VideoObject.Json);
        return Encoding.UTF8.GetBytes($"id: {name}\nevent: {video.Status}\ndata: {data}\n\n");
    }

    private static string IdOf(Edit edit)
    {
        var at = edit.Progress;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)edit.State}.{at.QueuePosition}.{(int)at.Stage}.{at.Window}.{at.Step}");
    }
}
