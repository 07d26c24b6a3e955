using Mesh.Video;

namespace Mesh.Scenes;

/// <summary>The films of the folder samples/: what the small editor can edit, moving as it was taught.</summary>
public static class SampleFilms
{
    private const int Side = 256;

    private static readonly VideoQuality Quality = new(Crf: 14, Preset: "veryslow");

    public static IReadOnlyList<SampleFilm> All { get; } =
    [
        new("red-circle", "recolour the red circle to blue", RedCircle, Side, Side),
        new("three-shapes", "remove the yellow square", ThreeShapes, Side, Side, ToneHertz: 440),
        new("pink-triangle", "replace the pink triangle with a yellow star", PinkTriangle, Side, Side),
        new("wide-stripes", "recolour the orange circle to pink", WideStripes, 240, 320),
        new("blue-star", "add a large yellow circle at the top left", BlueStar, Side, Side),
        new("bouncing-pair", "make it greyscale", BouncingPair, Side, Side),
    ];

    private static Scene RedCircle => new(
        new Background(BackgroundKind.Plain, BackgroundColour.White),
        [
            new(Shape.Circle, Colour.Red, ObjectSize.Large, .3, .3, Motion.Bouncing(.026, .012)),
            new(Shape.Triangle, Colour.Purple, ObjectSize.Small, .25, .78),
        ]);

    private static Scene ThreeShapes => new(
        new Background(BackgroundKind.Gradient, BackgroundColour.Blue),
        [
            new(Shape.Square, Colour.Yellow, ObjectSize.Large, .25, .3, Motion.Rotating(.12), .2),
            new(Shape.Star, Colour.Red, ObjectSize.Large, .74, .3),
            new(Shape.Circle, Colour.Green, ObjectSize.Small, .3, .78, Motion.Bouncing(.035, 0)),
        ]);

    private static Scene PinkTriangle => new(
        new Background(BackgroundKind.Checkered, BackgroundColour.Grey),
        [new(Shape.Triangle, Colour.Pink, ObjectSize.Large, .3, .6, Motion.Linear(.016, -.006))]);

    private static Scene WideStripes => new(
        new Background(BackgroundKind.Striped, BackgroundColour.Black),
        [
            new(Shape.Circle, Colour.Orange, ObjectSize.Large, .1, .3, Motion.Bouncing(.03, .002)),
            new(Shape.Star, Colour.Cyan, ObjectSize.Small, .95, .76, Motion.Rotating(-.1)),
        ]);

    private static Scene BlueStar => new(
        new Background(BackgroundKind.Plain, BackgroundColour.Brown),
        [new(Shape.Star, Colour.Blue, ObjectSize.Large, .62, .68, Motion.Rotating(.08))]);

    private static Scene BouncingPair => new(
        new Background(BackgroundKind.Plain, BackgroundColour.Green),
        [
            new(Shape.Circle, Colour.Yellow, ObjectSize.Small, .25, .25, Motion.Bouncing(.034, .004)),
            new(Shape.Square, Colour.Red, ObjectSize.Large, .6, .72, Motion.Bouncing(-.03, .004)),
        ]);

    /// <summary>Writes every film as NAME.mp4, replacing files of that name.</summary>
    /// <param name="folder">Made if missing.</param>
    /// <param name="cancellation">Stops between frames; the film at work is not written.</param>
    /// <returns>The files, in the order of <see cref="All"/>.</returns>
    /// <exception cref="VideoException">The encoder failed.</exception>
    public static async Task<IReadOnlyList<string>> RenderAsync(
        string folder, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        var paths = new List<string>();
        foreach (var film in All)
        {
            var path = Path.Combine(folder, $"{film.Name}.mp4");
            await RenderAsync(film, path, cancellation);
            paths.Add(path);
        }

        return paths;
    }

    /// <summary>Writes one film.</summary>
    public static async Task RenderAsync(SampleFilm film, string path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(film);
        var target = VideoTarget.Film(
            film.Width, film.Height, new Rational(SampleFilm.FramesPerSecond, 1), SampleFilm.Frames);
        await using var writer = VideoWriter.Create(path, target, Quality);
        var frame = new byte[film.Height * film.Width * 3];
        for (var time = 0; time < SampleFilm.Frames; time++)
        {
            SceneRenderer.RenderRgb24(film.Scene, time, film.Height, film.Width, frame);
            await writer.WriteAsync(frame, cancellation);
        }

        await writer.CompleteAsync(cancellation);
        if (film.ToneHertz is { } pitch)
            await Tone.AddAsync(path, pitch, cancellation);
    }
}
