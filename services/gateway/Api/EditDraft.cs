using System.Diagnostics;
using Mesh.Contracts.Gateway.V1;
using Mesh.Gateway.Uploads;
using Mesh.ServiceDefaults.Bus;
using Mesh.ServiceDefaults.Errors;
using Mesh.Stores.Jobs;
using Mesh.Video;

namespace Mesh.Gateway.Api;

/// <summary>
/// An edit while it is being submitted: first its uploads, then itself. One that is disposed before it was accepted
/// leaves nothing behind.
/// </summary>
public sealed class EditDraft(EditIntake intake, Caller caller) : IAsyncDisposable
{
    private readonly Guid _id = Guid.NewGuid();
    private string? _video;
    private string? _reference;
    private long _bytes;
    private bool _kept;

    public bool HasVideo => _video is not null;

    /// <summary>Stores the film. Of the name only a known extension is used.</summary>
    /// <exception cref="InvalidRequestException">There are two, or it is beyond a limit.</exception>
    public async Task StoreVideoAsync(string fileName, NextPiece next, CancellationToken cancellation)
    {
        if (HasVideo)
            throw new InvalidRequestException("video", "must be given once, got two");
        _video = EditArtifacts.Source(_id, VideoContainers.Extension(fileName));
        var upload = new UploadStream("video", next, caller.Room(intake.Limits.MaxVideoBytes), intake.Limits);
        await intake.Artifacts.WriteAsync(_video, upload.CopyToAsync, replace: false, cancellation);
        _bytes += upload.Bytes;
    }

    /// <summary>Stores the reference image, which is held in memory until it is known to be one.</summary>
    /// <exception cref="InvalidRequestException">There are two, it is no image, or beyond a limit.</exception>
    public async Task StoreReferenceAsync(NextPiece next, CancellationToken cancellation)
    {
        if (_reference is not null)
            throw new InvalidRequestException("reference", "must be given once, got two");
        var upload = new UploadStream("reference", next, caller.Room(intake.Limits.MaxReferenceBytes), intake.Limits);
        using var image = new MemoryStream();
        await upload.CopyToAsync(image, cancellation);
        var bytes = image.GetBuffer().AsMemory(0, (int)image.Length);
        _reference = EditArtifacts.Reference(_id, ReferenceCheck.Run(bytes.Span, intake.Limits));
        await intake.Artifacts.WriteAsync(
            _reference,
            async (target, token) => await target.WriteAsync(bytes, token),
            replace: false,
            cancellation);
        _bytes += upload.Bytes;
    }

    /// <summary>Checks everything and puts the edit in the queue.</summary>
    /// <returns>The edit, or the one that was submitted before with the same idempotency key.</returns>
    /// <exception cref="InvalidRequestException">Something about it is wrong; each field is named.</exception>
    /// <exception cref="RequestException">The tenant's quota does not allow it.</exception>
    public async Task<EditJob> AcceptAsync(EditOptions options, CancellationToken cancellation)
    {
        intake.Check(options);
        caller.Require(Priorities.Of(options.Priority));
        await FetchAsync(options, cancellation);
        if (_video is null)
            throw new InvalidRequestException("video", "must be uploaded or named by video_uri, got neither");
        var file = await intake.Artifacts.FetchAsync(_video, cancellation);
        var film = await intake.Videos.RunAsync(file, cancellation);
        var filmKey = EditArtifacts.Film(_id);
        await intake.Artifacts.WriteAsync(
            filmKey, (target, token) => ProbedVideo.WriteAsync(target, film, token), replace: false, cancellation);

        var plan = PlannedOptions.ToPlan(options, _id, _video, _reference) with { FilmKey = filmKey };
        (var job, _kept) = await CreateAsync(options, plan.ToJson(), cancellation);
        if (_kept)
            intake.Dispatcher.Wake();
        return job;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_kept && (_video ?? _reference) is not null)
            await intake.Artifacts.DeleteAsync(EditArtifacts.Folder(_id), CancellationToken.None);
    }

    private async Task FetchAsync(EditOptions options, CancellationToken cancellation)
    {
        if (options.VideoUri != "")
        {
            await using var video = await intake.Uris.OpenAsync("video_uri", options.VideoUri, cancellation);
            await StoreVideoAsync(options.FileName, UploadStream.Of(video), cancellation);
        }
        if (options.ReferenceUri != "")
        {
            await using var image = await intake.Uris.OpenAsync("reference_uri", options.ReferenceUri, cancellation);
            await StoreReferenceAsync(UploadStream.Of(image), cancellation);
        }
    }

    private async Task<(EditJob Job, bool Created)> CreateAsync(
        EditOptions options, string plan, CancellationToken cancellation)
    {
        try
        {
            return await intake.Jobs.CreateAsync(
                new()
                {
                    Id = _id,
                    Tenant = caller.Tenant,
                    IdempotencyKey = options.IdempotencyKey is { Length: > 0 } key ? key : null,
                    Priority = Priorities.Of(options.Priority),
                    Options = plan,
                    SourceBytes = _bytes,
                    TraceParent = Activity.Current?.Id,
                },
                caller.Quota,
                cancellation);
        }
        catch (EditQuotaExceededException error)
        {
            throw RequestErrors.ResourceExhausted($"tenant:{caller.Tenant}", error.Message, TimeSpan.FromSeconds(30));
        }
    }
}
