using Mesh.ServiceDefaults.Errors;
using Mesh.Video;

namespace Mesh.Gateway.Uploads;

/// <summary>
/// Looks at an uploaded video by decoding it once, in a process of its own with little memory and time, that can read
/// this one file.
/// </summary>
public sealed class VideoCheck(UploadOptions options) : IDisposable
{
    private static readonly string[] Codecs =
    [
        "h264", "hevc", "av1", "vp8", "vp9", "mpeg4", "mpeg2video", "mpeg1video", "h263", "prores", "dnxhd", "mjpeg",
        "ffv1", "theora", "vc1", "wmv3", "flv1", "gif", "apng", "rawvideo", "huffyuv", "ffvhuff", "qtrle", "png",
    ];

    private readonly SemaphoreSlim _places = new(options.ChecksAtOnce);

    /// <param name="field">What the file is, for messages.</param>
    /// <param name="path">A local file.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <exception cref="InvalidRequestException">It is no video, or beyond a limit.</exception>
    public async Task<VideoInfo> RunAsync(string field, string path, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(options.CheckTime);
        try
        {
            return await VideoProbe.ReadAsync(path, Limits(), time.Token);
        }
        catch (VideoException error) when (error.IsAboutFile)
        {
            throw new InvalidRequestException(field, error.Reason);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new InvalidRequestException(field, $"must be decodable within {options.CheckTime}, it was not");
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private VideoLimits Limits() => new()
    {
        MaxBytes = options.MaxVideoBytes,
        MaxPixels = options.MaxPixels,
        MaxSide = options.MaxSide,
        MaxFrames = options.MaxFrames,
        MaxDuration = options.MaxDuration,
        MaxStreams = 16,
        Codecs = Codecs,
        StallTimeout = options.CheckTime,
        Process = new(options.CheckMemoryBytes, options.CheckTime),
    };
}
