using Mesh.Serving.Work;
using Mesh.Video;

namespace Mesh.Vae;

/// <summary>The encoder of a film in a folder of its own, waiting for the first frame.</summary>
internal sealed class EarlyWriter : IAsyncDisposable
{
    private readonly long _created = TimeProvider.System.GetTimestamp();
    private readonly CancellationTokenSource _taken = new();
    private readonly ScratchFolder _folder = new();
    private readonly VideoInfo _source;
    private readonly Task<VideoWriter?> _starting;

    /// <param name="key">Artifact of the film.</param>
    /// <param name="source">The source film.</param>
    /// <param name="delay">When to start it.</param>
    public EarlyWriter(string key, VideoInfo source, TimeSpan delay)
    {
        (Key, _source, Output) = (key, source, _folder.At(Path.GetFileName(key)));
        _starting = StartAsync(delay);
    }

    public string Key { get; }

    /// <summary>Where the film will be.</summary>
    public string Output { get; }

    public TimeSpan Age => TimeProvider.System.GetElapsedTime(_created);

    /// <summary>
    /// The encoder; null when it has not been started, has died, or was started for another copy of the source.
    /// </summary>
    public async Task<VideoWriter?> ForAsync(string film)
    {
        await _taken.CancelAsync();
        return await _starting is { IsRunning: true } writer && _source.Path == Path.GetFullPath(film) ? writer : null;
    }

    public async ValueTask DisposeAsync()
    {
        await _taken.CancelAsync();
        if (await _starting is { } writer)
            await writer.DisposeAsync();
        _folder.Dispose();
        _taken.Dispose();
    }

    // Should it not start, whoever writes the film will say why.
    private async Task<VideoWriter?> StartAsync(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, _taken.Token);
            return VideoWriter.Create(Output, VideoTarget.Like(_source));
        }
        catch (Exception error) when (error is VideoException or OperationCanceledException)
        {
            return null;
        }
    }
}
