using Google.Protobuf;
using Grpc.Core;
using Mesh.Contracts.Gateway.V1;
using Mesh.Contracts.Pictures.V1;
using Mesh.Gateway.Tenancy;
using Mesh.Gateway.Uploads;
using Mesh.ServiceDefaults.Pictures;
using Mesh.Stores.Artifacts;
using Part = Mesh.Contracts.Gateway.V1.SubmitEditRequest.PartOneofCase;

namespace Mesh.Gateway.Api;

/// <summary>The wire face of the gateway: translates and streams. No rules of its own.</summary>
public sealed class GatewayGrpcService(
    EditIntake intake, EditLookup lookup, EditView view, EditWatch watch, EditRemoval removal,
    EditDownload download, IArtifactStore artifacts, Callers callers, IPictureStage pictures)
    : Contracts.Gateway.V1.Gateway.GatewayBase
{
    // Large enough that the cost of a message does not matter, small enough for any client's limit.
    private const int Chunk = 256 << 10;

    public override async Task<Edit> SubmitEdit(
        IAsyncStreamReader<SubmitEditRequest> requestStream, ServerCallContext context)
    {
        var caller = callers.Identify(context.GetHttpContext());
        var ended = context.CancellationToken;
        var parts = new SubmitParts(requestStream, intake.Limits);
        var options = await parts.OptionsAsync(ended);
        intake.Check(options);
        if (await intake.FindAsync(caller, options.IdempotencyKey, ended) is { } existing)
            return await view.OfAsync(existing, ended);

        await using var draft = intake.Begin(caller);
        if (parts.IsAt(Part.Video))
            await draft.StoreVideoAsync(options.FileName, parts.Pieces(Part.Video), ended);
        if (parts.IsAt(Part.Mask))
            await draft.StoreMaskAsync(parts.Pieces(Part.Mask), ended);
        if (parts.IsAt(Part.Control))
            await draft.StoreControlAsync(parts.Pieces(Part.Control), ended);
        while (parts.IsAt(Part.Reference))
        {
            await draft.StoreReferenceAsync(parts.Pieces(Part.Reference), ended);
            if (parts.IsAt(Part.NextReference))
                await parts.SkipAsync(ended);
        }
        parts.RequireEnd();
        return await view.OfAsync(await draft.AcceptAsync(options, ended), ended);
    }

    public override async Task EditPicture(
        IAsyncStreamReader<EditPictureRequest> requestStream,
        IServerStreamWriter<EditPictureReply> responseStream,
        ServerCallContext context)
    {
        callers.Identify(context.GetHttpContext());
        var order = await PictureParts.ReadAsync(
            requestStream, intake.Limits.MaxReferenceBytes, context.CancellationToken);
        PictureRules.Check(order, intake.Limits);
        await foreach (var reply in pictures.EditAsync(order, context.CancellationToken))
            await responseStream.WriteAsync(reply, context.CancellationToken);
    }

    public override async Task WatchEdit(
        WatchEditRequest request, IServerStreamWriter<EditEvent> responseStream, ServerCallContext context)
    {
        var caller = callers.Identify(context.GetHttpContext());
        EditPreviews? previews = null;
        await foreach (var (job, edit) in watch.FollowAsync(caller, request.Id, context.CancellationToken))
        {
            var news = new EditEvent { Edit = edit };
            if (request.Previews && edit.Progress.Stage == Stage.Denoise)
            {
                previews ??= new(artifacts, job.Id);
                news.Preview = await previews.NewAsync(context.CancellationToken);
            }
            await responseStream.WriteAsync(news, context.CancellationToken);
        }
    }

    public override async Task<Edit> GetEdit(GetEditRequest request, ServerCallContext context)
    {
        var caller = callers.Identify(context.GetHttpContext());
        var job = await lookup.GetAsync(caller, request.Id, context.CancellationToken);
        return await view.OfAsync(job, context.CancellationToken);
    }

    public override async Task<ListEditsResponse> ListEdits(ListEditsRequest request, ServerCallContext context)
    {
        var page = await lookup.ListAsync(
            callers.Identify(context.GetHttpContext()), request.State, request.PageSize, request.PageToken,
            context.CancellationToken);
        var response = new ListEditsResponse { NextPageToken = page.Next ?? "" };
        foreach (var job in page.Edits)
            response.Edits.Add(await view.OfAsync(job, context.CancellationToken));
        return response;
    }

    public override async Task<Edit> CancelEdit(CancelEditRequest request, ServerCallContext context)
    {
        var job = await removal.CancelAsync(
            callers.Identify(context.GetHttpContext()), request.Id, context.CancellationToken);
        return await view.OfAsync(job, context.CancellationToken);
    }

    public override async Task DownloadEdit(
        DownloadEditRequest request, IServerStreamWriter<DownloadEditResponse> responseStream,
        ServerCallContext context)
    {
        var ended = context.CancellationToken;
        var (_, film) = await download.FindAsync(callers.Identify(context.GetHttpContext()), request.Id, ended);
        await using var bytes = await download.OpenAsync(film, request.Offset, ended);
        var buffer = new byte[Chunk];
        var first = true;
        while (true)
        {
            var length = await bytes.ReadAtLeastAsync(buffer, Chunk, throwOnEndOfStream: false, ended);
            if (length == 0 && !first)
                break;
            await responseStream.WriteAsync(
                new()
                {
                    TotalBytes = first ? film.Bytes : 0,
                    Data = UnsafeByteOperations.UnsafeWrap(buffer.AsMemory(0, length)),
                },
                ended);
            first = false;
        }
    }
}
