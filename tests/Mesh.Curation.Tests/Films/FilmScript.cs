using Mesh.Scenes;
using Mesh.Video;

namespace Mesh.Curation.Tests.Films;

/// <summary>A film put together frame by frame, and where its scenes change.</summary>
internal sealed class FilmScript(int width, int height)
{
    private readonly List<byte[]> _frames = [];
    private readonly List<int> _cuts = [];
    private readonly List<(int Start, int End)> _gradual = [];

    public int Width => width;

    public int Height => height;

    public IReadOnlyList<byte[]> Frames => _frames;

    /// <summary>First frames of scenes that begin with a cut.</summary>
    public IReadOnlyList<int> Cuts => _cuts;

    /// <summary>Dissolves and fades.</summary>
    public IReadOnlyList<(int Start, int End)> Gradual => _gradual;

    /// <summary>A shot over some frames.</summary>
    public byte[][] Shot(int frames, Action<int, byte[]> draw) =>
    [
        .. Enumerable.Range(0, frames).Select(frame =>
        {
            var rgb = new byte[width * height * 3];
            draw(frame, rgb);
            return rgb;
        }),
    ];

    /// <summary>A view of a texture that moves evenly.</summary>
    public byte[][] Textured(int frames, ulong seed, Func<int, View> view)
    {
        var texture = new Texture(seed);
        return Shot(frames, (frame, rgb) => texture.Draw(width, height, view(frame), rgb));
    }

    /// <summary>A rendered scene.</summary>
    public byte[][] Rendered(int frames, Scene scene) =>
        Shot(frames, (frame, rgb) => SceneRenderer.RenderRgb24(scene, frame * 0.4, height, width, rgb));

    public FilmScript Cut(byte[][] shot)
    {
        if (_frames.Count > 0)
            _cuts.Add(_frames.Count);
        _frames.AddRange(shot);
        return this;
    }

    /// <summary>The shot begins while the one before ends.</summary>
    public FilmScript Dissolve(byte[][] shot, int frames)
    {
        var start = _frames.Count - frames;
        _gradual.Add((start, _frames.Count));
        for (var i = 0; i < frames; i++)
            _frames[start + i] = Blend(_frames[start + i], shot[i], (i + 1.0) / (frames + 1));
        _frames.AddRange(shot.Skip(frames));
        return this;
    }

    /// <summary>To black, a while of it, and from black.</summary>
    public FilmScript Fade(byte[][] shot, int frames, int black)
    {
        var start = _frames.Count - frames;
        var dark = new byte[width * height * 3];
        for (var i = 0; i < frames; i++)
            _frames[start + i] = Blend(_frames[start + i], dark, (i + 1.0) / (frames + 1));
        for (var i = 0; i < black; i++)
            _frames.Add(dark);
        for (var i = 0; i < frames; i++)
            _frames.Add(Blend(dark, shot[i], (i + 1.0) / (frames + 1)));
        _gradual.Add((start, _frames.Count));
        _frames.AddRange(shot.Skip(frames));
        return this;
    }

    /// <summary>A photographer's flash over a few frames.</summary>
    public FilmScript Flash(int at, int frames)
    {
        for (var i = at; i < at + frames; i++)
            _frames[i] = [.. _frames[i].Select(value => (byte)Math.Min(255, value * 1.6 + 90))];
        return this;
    }

    /// <summary>Writes the film.</summary>
    public Task WriteAsync(string path, VideoQuality? quality = null, int rate = 25) =>
        WriteAsync(path, width, height, _frames, quality, rate);

    public static async Task WriteAsync(
        string path, int width, int height, IReadOnlyList<byte[]> frames, VideoQuality? quality = null, int rate = 25)
    {
        await using var writer = VideoWriter.Create(
            path, VideoTarget.Film(width, height, new(rate, 1), frames.Count), quality ?? new(18, "ultrafast"));
        foreach (var frame in frames)
            await writer.WriteAsync(frame);
        await writer.CompleteAsync();
    }

    private static byte[] Blend(byte[] from, byte[] to, double share)
    {
        var blended = new byte[from.Length];
        for (var i = 0; i < blended.Length; i++)
            blended[i] = (byte)(from[i] + (to[i] - from[i]) * share + 0.5);
        return blended;
    }
}
