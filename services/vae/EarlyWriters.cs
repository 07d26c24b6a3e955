using Mesh.Video;

namespace Mesh.Vae;

/// <summary>
/// Encoders of films, started when an edit has left for the denoiser: ffmpeg has its libraries loaded when the edit
/// comes back. An edit that comes back elsewhere, or not at all, leaves one behind, so few may wait and none for ever.
/// </summary>
public sealed class EarlyWriters : IAsyncDisposable
{
    private const int Most = 2;

    private readonly Lock _gate = new();
    private readonly List<EarlyWriter> _waiting = [];

    /// <summary>Films whose encoders wait, oldest first.</summary>
    internal IReadOnlyList<string> Waiting
    {
        get
        {
            lock (_gate)
                return [.. _waiting.Select(one => one.Key)];
        }
    }

    // A program that starts takes a core from the broker, which has the edit to hand on first.
    internal TimeSpan Moment { get; init; } = TimeSpan.FromMilliseconds(50);

    // One that has waited longer makes room for another.
    internal TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Starts the encoder of an edit in a moment, unless enough wait.</summary>
    /// <param name="key">Artifact of the film to write.</param>
    /// <param name="source">The source film.</param>
    public async Task StartAsync(string key, VideoInfo source)
    {
        List<EarlyWriter> old;
        lock (_gate)
        {
            old = [.. _waiting.Where(one => one.Key == key || one.Age > Patience)];
            _waiting.RemoveAll(old.Contains);
            if (_waiting.Count < Most)
                _waiting.Add(new(key, source, Moment));
        }
        foreach (var one in old)
            await one.DisposeAsync();
    }

    /// <summary>The encoder that was started for a film, owned by the caller; null when there is none.</summary>
    internal EarlyWriter? Take(string key)
    {
        lock (_gate)
        {
            var found = _waiting.Find(one => one.Key == key);
            if (found is not null)
                _waiting.Remove(found);
            return found;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _waiting)
            await one.DisposeAsync();
        _waiting.Clear();
    }
}
