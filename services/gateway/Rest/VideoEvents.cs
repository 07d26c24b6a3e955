using System.Globalization;
using System.Text;
using System.Text.Json;
using Mesh.Contracts.Gateway.V1;
using Mesh.Gateway.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Mesh.Gateway.Rest;

/// <summary>
/// An edit as server-sent events: its state now, then every change, until its end. An event's id names the state, so
/// a client that comes back with Last-Event-ID is not told again what it knows, and 204 tells it that it was the end.
/// </summary>
public sealed class VideoEvents(EditLookup lookup, EditView view, EditWatch watch, VideoShape shape)
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
        await foreach (var (_, edit) in watch.FollowAsync(caller, id, ended))
        {
            if (IdOf(edit) is var name && name != seen)
            {
                await context.Response.Body.WriteAsync(Event(name, edit), ended);
                await context.Response.Body.FlushAsync(ended);
                seen = name;
            }
        }
    }

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
