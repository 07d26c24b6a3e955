using Mesh.Serving.Work;
using Mesh.Video;

namespace Mesh.Vae;

/// <summary>The encoder of a film in a folder of its own, waiting for the first frame.</summary>
internal sealed class EarlyWriter : IAsyncDisposable
{
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly VideoInfo _source;
    private readonly ScratchFolder _folder;
    private readonly VideoWriter _writer;

    private EarlyWriter(string key, VideoInfo source, ScratchFolder folder, string output)
    {
        (Key, _source, _folder, Output) = (key, source, folder, output);
        _writer = VideoWriter.Create(output, VideoTarget.Like(source));
    }

    public string Key { get; }

    /// <summary>Where the film will be.</summary>
    public string Output { get; }

    public TimeSpan Age => TimeProvider.System.GetElapsedTime(_started);

    /// <returns>Null when it does not start.</returns>
    public static EarlyWriter? TryStart(string key, VideoInfo source)
    {
        var folder = new ScratchFolder();
        try
        {
            return new(key, source, folder, folder.At(Path.GetFileName(key)));
        }
        catch (VideoException)
        {
            folder.Dispose();
            return null;
        }
    }

    /// <summary>The encoder; null when it has died or was started for another copy of the source.</summary>
    public VideoWriter? For(string film) =>
        _writer.IsRunning && _source.Path == Path.GetFullPath(film) ? _writer : null;

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _folder.Dispose();
    }
}
