using System.Text.Json;
using Mesh.Contracts.Gateway.V1;
using Mesh.Gateway.Api;
using Mesh.Gateway.Tenancy;
using Mesh.Gateway.Uploads;
using Mesh.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Mesh.Gateway.Rest;

/// <summary>The REST twin of the gRPC service: translates, and answers in JSON. No rules of its own.</summary>
public sealed class VideoRoutes(
    EditIntake intake, EditLookup lookup, EditView view, EditRemoval removal, VideoShape shape, Callers callers)
{
    private const string IdempotencyHeader = "Idempotency-Key";

    // Room for fields and for the frame of a form around the files.
    private const long FormOverhead = 1 << 20;

    public async Task SubmitAsync(HttpContext context)
    {
        var ended = context.RequestAborted;
        var caller = callers.Identify(context);
        AllowLargeBody(context, intake.Limits);
        var key = context.Request.Headers[IdempotencyHeader].ToString();
        if (key.Length <= OptionRules.MaxNameLength && await intake.FindAsync(caller, key, ended) is { } existing)
        {
            await AnswerAsync(context, shape.Of(await view.OfAsync(existing, ended)));
            return;
        }

        await using var draft = intake.Begin(caller);
        var body = new EditBody(context.Request, draft, intake.Limits);
        var options = (await body.ReadAsync(ended)).ToOptions(key);
        if (options.FileName == "")
            options.FileName = NameOf(body, options);
        var job = await draft.AcceptAsync(options, ended);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.Headers.Location = $"/v1/videos/{job.Id:N}";
        await AnswerAsync(context, shape.Of(await view.OfAsync(job, ended)));
    }

    public async Task GetAsync(HttpContext context)
    {
        var job = await lookup.GetAsync(callers.Identify(context), Id(context), context.RequestAborted);
        await AnswerAsync(context, shape.Of(await view.OfAsync(job, context.RequestAborted)));
    }

    public async Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var page = await lookup.ListAsync(
            callers.Identify(context), State(query["status"].ToString()), Limit(query["limit"].ToString()),
            query["after"].ToString(), context.RequestAborted);
        var videos = new List<VideoObject>();
        foreach (var job in page.Edits)
            videos.Add(shape.Of(await view.OfAsync(job, context.RequestAborted)));
        await AnswerAsync(context, new VideoList(videos, page.Next is not null, page.Next));
    }

    public async Task DeleteAsync(HttpContext context)
    {
        var job = await removal.RemoveAsync(callers.Identify(context), Id(context), context.RequestAborted);
        var edit = await view.OfAsync(job, context.RequestAborted);
        await AnswerAsync(context, new VideoDeleted(edit.Id, VideoShape.Status(edit.State)));
    }

    /// <summary>The id in the path, as the caller wrote it.</summary>
    public static string Id(HttpContext context) => (string?)context.Request.RouteValues["id"] ?? "";

    private static async Task AnswerAsync<T>(HttpContext context, T value)
    {
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(
            context.Response.Body, value, VideoObject.Json, context.RequestAborted);
    }

    // The limits on uploads are our own: bytes, silence and time.
    private static void AllowLargeBody(HttpContext context, UploadOptions limits)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = 3 * limits.MaxVideoBytes  // the video, its mask and its control
                + limits.MaxReferences * limits.MaxReferenceBytes + FormOverhead;
        }
        if (context.Features.Get<Microsoft.AspNetCore.Server.Kestrel.Core.Features.IHttpMinRequestBodyDataRateFeature>()
            is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    private static string NameOf(EditBody body, EditOptions options)
    {
        var name = body.FileName != "" ? body.FileName
            : Uri.TryCreate(options.VideoUri, UriKind.Absolute, out var uri) ? uri.AbsolutePath : "";
        return "video" + VideoContainers.Extension(name);
    }

    private static EditState State(string status) => status == "" ? EditState.Unspecified
        : Enum.GetValues<EditState>().FirstOrDefault(state => VideoShape.Status(state) == status) is var state
            && state != EditState.Unspecified
                ? state
                : throw new InvalidRequestException("status",
                    $"must be queued, in_progress, completed, failed or cancelled, got '{Shown.Line(status)}'");

    private static int Limit(string limit) => limit == "" ? 0
        : int.TryParse(limit, out var size) && size is >= 1 and <= EditLookup.MaxPage
            ? size
            : throw new InvalidRequestException("limit",
                $"must be 1 to {EditLookup.MaxPage}, got '{Shown.Line(limit)}'");
}
