using Mesh.Scenes;
using Mesh.Video;

namespace Mesh.Cli.Chaos;

/// <summary>A film that is edited in a moment.</summary>
/// <param name="Path">The file.</param>
/// <param name="Instruction">What suits it.</param>
internal sealed record ShortFilm(string Path, string Instruction)
{
    private const int Side = 64;

    /// <summary>Renders the first frames of every sample film at 64 x 64.</summary>
    public static async Task<IReadOnlyList<ShortFilm>> RenderAsync(
        string folder, int frames, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var films = new List<ShortFilm>();
        foreach (var sample in SampleFilms.All)
        {
            var path = System.IO.Path.Combine(folder, $"{sample.Name}.mp4");
            await RenderAsync(sample.Scene, path, frames, cancellation);
            films.Add(new(path, sample.Instruction));
        }
        return films;
    }

    private static async Task RenderAsync(Scene scene, string path, int frames, CancellationToken cancellation)
    {
        var target = VideoTarget.Film(Side, Side, new Rational(SampleFilm.FramesPerSecond, 1), frames);
        await using var writer = VideoWriter.Create(path, target);
        var frame = new byte[Side * Side * 3];
        for (var time = 0; time < frames; time++)
        {
            SceneRenderer.RenderRgb24(scene, time, Side, Side, frame);
            await writer.WriteAsync(frame, cancellation);
        }
        await writer.CompleteAsync(cancellation);
    }
}
