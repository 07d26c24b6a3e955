using System.Collections.Concurrent;
using System.Globalization;
using Mesh.TestKit;

namespace Mesh.Curation.Tests.Films;

/// <summary>An uncut stretch of a film.</summary>
/// <param name="Film">Name of the file.</param>
/// <param name="Start">First frame.</param>
/// <param name="Count">Frames.</param>
internal sealed record Take(string Film, int Start, int Count);

/// <summary>Films that cameras took, fetched by .ci/footage.</summary>
internal static class Footage
{
    private static readonly ConcurrentDictionary<(string Film, string Filter), Lazy<Task<byte[]>>> Decoded = new();

    /// <summary>All there is, without the cuts some of the films have of their own.</summary>
    public static IReadOnlyList<Take> Takes { get; } =
    [
        new("cityCC0.mpg", 0, 116),  // towers at night, time lapse, the camera moves
        new("cityCC0.mpg", 116, 74),
        new("cockatoo.mp4", 0, 280),  // a bird comes to a hand-held camera until it fills the picture, and goes
        new("motion.mov", 0, 242),  // a coin on a table, pushed by a pen
        new("balle-jbart.mp4", 0, 255),  // a ball thrown along a blackboard
        new("realshort.mp4", 0, 36),  // a plant, hand-held, turning
        new("Force_constante.avi", 4, 22),  // a puck on a table, from a title card on
        new("Principe_inertie.avi", 4, 24),
        new("balle1-vp9.avi", 0, 295),  // a ball thrown through a classroom
    ];

    /// <exception cref="FileNotFoundException">The film was not fetched.</exception>
    public static string PathOf(string film)
    {
        var path = Path.Combine(RepositoryRoot.Path, "artifacts", "footage", film);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{path} is missing: run .ci/footage, as ./mesh test does.");
    }

    /// <summary>Frames of a take as RGB, scaled to a size whatever their shape is.</summary>
    public static async Task<byte[][]> ReadAsync(Take take, int width, int height)
    {
        var filter = string.Create(CultureInfo.InvariantCulture, $"scale={width}:{height}:flags=area");
        var decoded = Decoded.GetOrAdd((take.Film, filter), key => new(() => DecodeAsync(key.Film, key.Filter)));
        var film = await decoded.Value;
        var size = width * height * 3;
        return
        [
            .. Enumerable.Range(take.Start, take.Count).Select(frame => film.AsSpan(frame * size, size).ToArray()),
        ];
    }

    private static async Task<byte[]> DecodeAsync(string film, string filter)
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("frames.rgb");
        await Lavfi.RunAsync(
            ["-i", PathOf(film), "-an", "-vf", filter, "-fps_mode", "passthrough", "-pix_fmt", "rgb24",
             "-f", "rawvideo", path]);
        return await File.ReadAllBytesAsync(path);
    }
}
