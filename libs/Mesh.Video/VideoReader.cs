using System.Runtime.CompilerServices;
using Mesh.Video.Ffmpeg;

namespace Mesh.Video;

/// <summary>Delivers the frames of a video one after the other, every decoded frame exactly once.</summary>
public sealed class VideoReader : IFrameReader
{
    private readonly VideoInfo _video;
    private readonly ReadOptions _options;
    private readonly MediaProcess _process;
    private int _delivered;

    private VideoReader(VideoInfo video, ReadOptions options, int count)
    {
        (_video, _options, FrameCount) = (video, options, count);
        var size = options.Size ?? (options.Crop is { } crop ? new(crop.Width, crop.Height) : video.Size);
        (Width, Height) = (size.Width, size.Height);
        _process = MediaProcess.Start("ffmpeg", DecoderArguments.Of(video, options, count, size));
    }

    /// <summary>Starts decoding. Not more than a few frames are held at a time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options name frames or pixels the video lacks.</exception>
    /// <exception cref="VideoException">ffmpeg is not installed.</exception>
    public static VideoReader Open(VideoInfo video, ReadOptions? options = null)
    {
        options ??= new();
        var count = options.Count ?? video.FrameCount - options.Start;
        if (options.Start < 0 || count < 1 || options.Start + count > video.FrameCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"Frames {options.Start} + {count} must lie within {video.FrameCount} frames.");
        }
        if (options.Crop is { } crop && !crop.FitsIn(video.Width, video.Height))
            throw new ArgumentOutOfRangeException(nameof(options), $"{crop} must lie within {video.Size}.");
        if (options.Size is { Width: < 1 } or { Height: < 1 })
            throw new ArgumentOutOfRangeException(nameof(options), $"Size must be positive, got {options.Size}.");

        return new(video, options, count);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Frames that will be delivered.</summary>
    public int FrameCount { get; }

    /// <summary>Bytes of one frame.</summary>
    public int FrameBytes => Width * Height * 3;

    public async ValueTask<bool> ReadAsync(Memory<byte> frame, CancellationToken cancellation = default)
    {
        if (frame.Length != FrameBytes)
            throw new ArgumentException($"A frame has {FrameBytes} bytes, got {frame.Length}.", nameof(frame));
        if (_delivered == FrameCount)
            return false;

        var stall = _options.Limits.StallTimeout;
        var read = await _process.ReadBlockAsync(frame, stall, cancellation);
        if (read < frame.Length)
        {
            var complaint = await _process.FinishAsync(stall, cancellation) ?? "the file has changed";
            throw new VideoException(
                $"{_video.Path}: frame {_options.Start + _delivered} cannot be decoded ({complaint}).");
        }
        _delivered++;
        return true;
    }

    /// <summary>The remaining frames, each in an array of its own.</summary>
    /// <exception cref="VideoException">A frame the probe counted cannot be decoded.</exception>
    public async IAsyncEnumerable<RgbImage> FramesAsync(
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (var frame = new RgbImage(Width, Height);
            await ReadAsync(frame.Pixels, cancellation);
            frame = new RgbImage(Width, Height))
        {
            yield return frame;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
