using Mesh.TestKit;

namespace Mesh.Curation.Tests.Films;

/// <summary>A handful of films of a second or two: good ones, and one for each reason to drop a film.</summary>
public sealed class SmallFilms : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private const int Width = 144;
    private const int Height = 96;

    /// <summary>In a fixed order.</summary>
    public IReadOnlyList<string> Paths { get; private set; } = [];

    public async Task InitializeAsync() => Paths = await WriteAsync(_folder.Path);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    private static async Task<string[]> WriteAsync(string folder)
    {
        var names = new List<string>();
        await AddAsync("pan.mp4", Moving(21, 50, 1.5, 0));
        await AddAsync("two-shots.mp4", Moving(22, 40, 0, 1).Cut(Moving(23, 40, -1, 1).Frames.ToArray()));
        await AddAsync("still.mp4", Moving(24, 40, 0, 0));
        var zoom = new FilmScript(Width, Height);
        await AddAsync("zoom.mp4", zoom.Cut(zoom.Textured(45, 25, frame => new(0, 0, Math.Pow(1.01, frame)))));
        var copy = Path.Combine(folder, "copy.mp4");
        await Lavfi.RunAsync(
            ["-i", names[0], "-vf", "scale=192:128", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "22", copy]);
        names.Add(copy);
        await AddAsync("short.mp4", Moving(26, 8, 2, 0));
        names.Add(Path.Combine(folder, "broken.mp4"));
        await File.WriteAllBytesAsync(names[^1], [.. File.ReadAllBytes(names[1]).Take(900)]);
        names.Add(Path.Combine(folder, "same.mp4"));
        File.Copy(names[1], names[^1]);
        return [.. names];

        async Task AddAsync(string name, FilmScript film)
        {
            names.Add(Path.Combine(folder, name));
            await film.WriteAsync(names[^1]);
        }
    }

    /// <summary>A texture that moves evenly.</summary>
    internal static FilmScript Moving(ulong seed, int frames, double x, double y)
    {
        var film = new FilmScript(Width, Height);
        return film.Cut(film.Textured(frames, seed, frame => new(frame * x, frame * y)));
    }
}
