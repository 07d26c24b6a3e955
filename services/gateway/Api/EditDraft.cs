using System.Diagnostics;
using Mesh.Contracts.Bus;
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
    private readonly List<string> _references = [];
    private string? _mask;
    private string? _control;
    private long _bytes;
    private bool _kept;

    /// <summary>Stores the film. Of the name only a known extension is used.</summary>
    /// <exception cref="InvalidRequestException">There are two, or it is beyond a limit.</exception>
    public async Task StoreVideoAsync(string fileName, NextPiece next, CancellationToken cancellation)
    {
        RequireFirst("video", _video);
        _video = EditArtifacts.Source(_id, VideoContainers.Extension(fileName));
        await StoreAsync("video", _video, next, cancellation);
    }

    /// <summary>Stores the mask, a film or a picture.</summary>
    /// <exception cref="InvalidRequestException">There are two, or it is beyond a limit.</exception>
    public async Task StoreMaskAsync(NextPiece next, CancellationToken cancellation)
    {
        RequireFirst("mask", _mask);
        _mask = EditArtifacts.Mask(_id);
        await StoreAsync("mask", _mask, next, cancellation);
    }

    /// <summary>Stores the control film, or a picture.</summary>
    /// <exception cref="InvalidRequestException">There are two, or it is beyond a limit.</exception>
    public async Task StoreControlAsync(NextPiece next, CancellationToken cancellation)
    {
        RequireFirst("control", _control);
        _control = EditArtifacts.Control(_id);
        await StoreAsync("control", _control, next, cancellation);
    }

    /// <summary>Stores a reference image, which is held in memory until it is known to be one.</summary>
    /// <exception cref="InvalidRequestException">There are too many, it is no image, or beyond a limit.</exception>
    public async Task StoreReferenceAsync(NextPiece next, CancellationToken cancellation)
    {
        var most = intake.Limits.MaxReferences;
        if (_references.Count == most)
            throw new InvalidRequestException("reference", $"must be at most {most} images, got more");
        var upload = new UploadStream("reference", next, caller.Room(intake.Limits.MaxReferenceBytes), intake.Limits);
        using var image = new MemoryStream();
        await upload.CopyToAsync(image, cancellation);
        var bytes = image.GetBuffer().AsMemory(0, (int)image.Length);
        var extension = ReferenceCheck.Run(bytes.Span, intake.Limits);
        _references.Add(EditArtifacts.Reference(_id, _references.Count + 1, extension));
        await intake.Artifacts.WriteAsync(
            _references[^1],
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
        var film = await LookAtAsync("video", _video, cancellation);
        await CheckGuideAsync("mask", _mask, film, cancellation);
        await CheckGuideAsync("control", _control, film, cancellation);
        var filmKey = EditArtifacts.Film(_id);
        await intake.Artifacts.WriteAsync(
            filmKey, (target, token) => ProbedVideo.WriteAsync(target, film, token), replace: false, cancellation);

        var guides = new GuideKeys { Mask = _mask, Control = _control, References = [.. _references] };
        var plan = PlannedOptions.ToPlan(options, _id, _video, guides) with { FilmKey = filmKey };
        (var job, _kept) = await CreateAsync(options, plan.ToJson(), cancellation);
        if (_kept)
            intake.Dispatcher.Wake();
        return job;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_kept && ((_video ?? _mask ?? _control) is not null || _references.Count > 0))
            await intake.Artifacts.DeleteAsync(EditArtifacts.Folder(_id), CancellationToken.None);
    }

    private async Task FetchAsync(EditOptions options, CancellationToken cancellation)
    {
        if (options.VideoUri != "")
        {
            await using var video = await intake.Uris.OpenAsync("video_uri", options.VideoUri, cancellation);
            await StoreVideoAsync(options.FileName, UploadStream.Of(video), cancellation);
        }
        if (options.MaskUri != "")
        {
            await using var mask = await intake.Uris.OpenAsync("mask_uri", options.MaskUri, cancellation);
            await StoreMaskAsync(UploadStream.Of(mask), cancellation);
        }
        if (options.ControlUri != "")
        {
            await using var control = await intake.Uris.OpenAsync("control_uri", options.ControlUri, cancellation);
            await StoreControlAsync(UploadStream.Of(control), cancellation);
        }
        foreach (var uri in options.ReferenceUris)
        {
            await using var image = await intake.Uris.OpenAsync("reference_uri", uri, cancellation);
            await StoreReferenceAsync(UploadStream.Of(image), cancellation);
        }
    }

    private async Task StoreAsync(string field, string key, NextPiece next, CancellationToken cancellation)
    {
        var upload = new UploadStream(field, next, caller.Room(intake.Limits.MaxVideoBytes), intake.Limits);
        await intake.Artifacts.WriteAsync(key, upload.CopyToAsync, replace: false, cancellation);
        _bytes += upload.Bytes;
    }

    private async Task<VideoInfo> LookAtAsync(string field, string key, CancellationToken cancellation) =>
        await intake.Videos.RunAsync(field, await intake.Artifacts.FetchAsync(key, cancellation), cancellation);

    private async Task CheckGuideAsync(string field, string? key, VideoInfo film, CancellationToken cancellation)
    {
        if (key is null)
            return;
        var guide = await LookAtAsync(field, key, cancellation);
        if (guide.FrameCount != 1 && guide.FrameCount != film.FrameCount)
        {
            throw new InvalidRequestException(
                field,
                $"must be a picture or have the video's {film.FrameCount} frames, got {guide.FrameCount}");
        }
    }

    private static void RequireFirst(string field, string? key)
    {
        if (key is not null)
            throw new InvalidRequestException(field, "must be given once, got two");
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
