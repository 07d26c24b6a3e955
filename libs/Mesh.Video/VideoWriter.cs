using Mesh.Video.Ffmpeg;
using Mesh.Video.Nut;

namespace Mesh.Video;

/// <summary>
/// Writes frames as a video that keeps its target's frame count, timestamps, size, colour tags and audio. The file
/// appears under its name only when <see cref="CompleteAsync"/> succeeds; otherwise nothing is left.
/// </summary>
public sealed class VideoWriter : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private readonly VideoTarget _target;
    private readonly OutputTiming _timing;
    private readonly MediaProcess _process;
    private readonly TimeSpan _patience = VideoLimits.Default.FinishTimeout;
    private int _written;
    private bool _isComplete;
    private bool _isDisposed;

    private VideoWriter(string path, VideoTarget target, VideoQuality quality, OutputContainer container)
    {
        (_path, _target, _timing) = (path, target, new(target.Timing));
        _temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Guid.NewGuid():N}{container.Extension}.part");
        var audio = AudioPlan.Of(target.Source?.Audio ?? [], container);
        Notes = audio.Notes;
        _process = MediaProcess.Start("ffmpeg", EncoderArguments.Of(_temporary, target, quality, container, audio));
    }

    /// <summary>What the container cannot keep and what was done instead; one line each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Whether the encoder waits for frames; false once it was completed, stopped or has died.</summary>
    public bool IsRunning => !_isDisposed && _process.IsRunning;

    /// <summary>Bytes of one frame.</summary>
    public int FrameBytes => _target.Width * _target.Height * 3;

    /// <summary>Starts encoding to a .mp4, .mov, .mkv or .webm file.</summary>
    /// <exception cref="VideoException">
    /// The extension is not one of these, the folder does not exist, or the path is that of the source.
    /// </exception>
    public static VideoWriter Create(string path, VideoTarget target, VideoQuality? quality = null)
    {
        var container = OutputContainer.Of(path);
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            throw new VideoException($"{path}: is a folder.");
        if (!Directory.Exists(Path.GetDirectoryName(full)))
            throw new VideoException($"{path}: the folder does not exist.");
        if (full == target.Source?.Path)
            throw new VideoException($"{path}: the output would replace its own source.");
        return new(full, target, quality ?? VideoQuality.Default, container);
    }

    /// <summary>Adds the next frame: Height * Width * 3 bytes, RGB.</summary>
    /// <exception cref="ArgumentException">The frame has another size.</exception>
    /// <exception cref="InvalidOperationException">The target has no timestamp left.</exception>
    /// <exception cref="VideoException">The encoder stopped.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation = default)
    {
        if (frame.Length != FrameBytes)
            throw new ArgumentException($"A frame has {FrameBytes} bytes, got {frame.Length}.", nameof(frame));
        if (_written == _target.Timing.FrameCount)
            throw new InvalidOperationException($"All {_written} frames of the target are written.");

        var first = _written == 0
            ? NutStream.Header(new(_target.Width, _target.Height), _timing.PipeTimeBase, _target.SampleAspect)
            : [];
        byte[] header = [.. first, .. NutStream.FrameHeader(_timing.InPipe(_written), frame.Length)];
        await SendAsync(header, cancellation);
        await SendAsync(frame, cancellation);
        _written++;
    }

    /// <summary>Finishes the file and gives it its name, replacing a file of that name.</summary>
    /// <exception cref="InvalidOperationException">Fewer frames were written than the target promises.</exception>
    /// <exception cref="VideoException">The encoder failed.</exception>
    public async Task CompleteAsync(CancellationToken cancellation = default)
    {
        if (_written < _target.Timing.FrameCount)
        {
            throw new InvalidOperationException(
                $"The target has {_target.Timing.FrameCount} frames, {_written} were written.");
        }
        await _process.Input.DisposeAsync();
        if (await _process.FinishAsync(_patience, cancellation) is { } complaint)
            throw new VideoException($"{_path}: cannot be written ({complaint}).");

        File.Move(_temporary, _path, overwrite: true);
        _isComplete = true;
    }

    /// <summary>Stops the encoder; an unfinished file is deleted.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await _process.DisposeAsync();
        if (!_isComplete)
            File.Delete(_temporary);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await _process.WatchAsync(
                async () =>
                {
                    await _process.Input.WriteAsync(bytes, default);
                    return 0;
                },
                _patience,
                cancellation);
        }
        catch (IOException)
        {
            var complaint = await _process.FinishAsync(_patience, cancellation) ?? "the encoder stopped";
            throw new VideoException($"{_path}: cannot be written ({complaint}).");
        }
    }
}
