using Mesh.Curation.Scenes;
using Mesh.Curation.Tests.Films;
using Mesh.Scenes;
using Mesh.TestKit;
using Xunit.Abstractions;

namespace Mesh.Curation.Tests;

public sealed class SceneSplitterTests(ITestOutputHelper output) : IDisposable
{
    private const int Width = 128;
    private const int Height = 72;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Hard_cuts_of_rendered_films_are_found_to_the_frame()
    {
        var score = new SceneScore(0, 0, 0);
        for (ulong seed = 1; seed <= 3; seed++)
        {
            var film = Shots(seed, 14, (script, shot) => script.Cut(shot));
            score += SceneScore.OfCuts(await FoundAsync(film), film.Cuts);
        }
        output.WriteLine($"F1 {score.F1:0.000}: {score}");
        Assert.True(score.F1 >= 0.97, $"F1 {score.F1:0.000}: {score}");
    }

    [Fact]
    public async Task Dissolves_and_fades_are_found_among_cuts()
    {
        var score = new SceneScore(0, 0, 0);
        for (ulong seed = 11; seed <= 13; seed++)
        {
            var random = new SceneRandom(seed);
            var film = Shots(seed, 14, Join);
            score += SceneScore.OfAll(await FoundAsync(film), film);

            void Join(FilmScript script, byte[][] shot) => _ = random.Below(3) switch
            {
                0 => script.Cut(shot),
                1 => script.Dissolve(shot, 10 + random.Below(20)),
                _ => script.Fade(shot, 8 + random.Below(8), 3 + random.Below(6)),
            };
        }
        output.WriteLine($"F1 {score.F1:0.000}: {score}");
        Assert.True(score.F1 >= 0.85, $"F1 {score.F1:0.000}: {score}");
    }

    [Fact]
    public async Task Flashes_are_no_cuts()
    {
        var film = new FilmScript(Width, Height);
        film.Cut(film.Textured(150, 5, frame => new(frame * 0.5, 0)));
        film.Flash(20, 1).Flash(50, 2).Flash(80, 3).Flash(110, 5);
        Assert.Empty(await FoundAsync(film));
    }

    [Theory]
    [InlineData(3, 0, 1)]
    [InlineData(12, 4, 1)]
    [InlineData(30, 0, 1)]
    [InlineData(0, 0, 1.02)]
    public async Task Pans_and_zooms_are_no_cuts(double x, double y, double zoom)
    {
        var film = new FilmScript(Width, Height);
        film.Cut(film.Textured(90, 6, frame => Moved(frame)));
        Assert.Empty(await FoundAsync(film));

        // Still for a second, then at full speed, then still again.
        View Moved(int frame)
        {
            var moving = Math.Clamp(frame - 25, 0, 40);
            return new(moving * x, moving * y, Math.Pow(zoom, moving));
        }
    }

    [Fact]
    public async Task A_fade_is_one_boundary_and_its_slopes_belong_to_no_shot()
    {
        var film = new FilmScript(Width, Height);
        film.Cut(film.Textured(60, 7, frame => new(frame, 0)));
        film.Fade(film.Textured(60, 8, frame => new(0, frame)), frames: 12, black: 5);
        var boundary = Assert.Single(await FoundAsync(film));
        Assert.Equal(BoundaryKind.Fade, boundary.Kind);
        Assert.InRange(boundary.Start, film.Gradual[0].Start - 1, film.Gradual[0].Start + 4);
        Assert.InRange(boundary.End, film.Gradual[0].End - 4, film.Gradual[0].End + 1);
    }

    [Fact]
    public async Task Footage_that_is_not_ours_cut_together_is_split_where_it_was_cut()
    {
        string[] sources =
        [
            "testsrc2=size=192x108:rate=25", "mandelbrot=size=192x108:rate=25",
            "life=size=192x108:rate=25:mold=10:ratio=0.2:death_color=#C83232:life_color=#00ff00:seed=3",
            "gradients=size=192x108:rate=25:c0=red:c1=blue:seed=1", "smptehdbars=size=192x108:rate=25",
        ];
        var path = _folder.At("lavfi.mp4");
        await Lavfi.ConcatAsync(sources, seconds: 2, path);
        var score = SceneScore.OfCuts(await SceneScore.SplitAsync(path), [50, 100, 150, 200]);
        output.WriteLine($"F1 {score.F1:0.000}: {score}");
        Assert.True(score.F1 >= 0.97, $"F1 {score.F1:0.000}: {score}");
    }

    private async Task<IReadOnlyList<SceneBoundary>> FoundAsync(FilmScript film)
    {
        var path = _folder.At($"{Guid.NewGuid():N}.mp4");
        await film.WriteAsync(path);
        return await SceneScore.SplitAsync(path);
    }

    // Shots of one to two seconds: moving textures, and scenes with moving objects over different backgrounds.
    private static FilmScript Shots(ulong seed, int count, Action<FilmScript, byte[][]> join)
    {
        var (random, scenes) = (new SceneRandom(seed), new SceneSampler(seed));
        var (film, background) = (new FilmScript(Width, Height), default(Background));
        for (var number = 0; number < count; number++)
        {
            var frames = 45 + random.Below(30);
            byte[][] shot;
            if (random.Chance(0.5))
            {
                var (x, y) = (random.Between(-2, 2), random.Between(-1, 1));
                shot = film.Textured(frames, seed * 100 + (ulong)number, frame => new(frame * x, frame * y));
            }
            else
            {
                var scene = scenes.Next();
                while (scene.Background.Colour == background.Colour)
                    scene = scenes.Next();
                background = scene.Background;
                shot = film.Rendered(frames, scene);
            }
            if (number == 0)
                film.Cut(shot);
            else
                join(film, shot);
        }
        return film;
    }
}
