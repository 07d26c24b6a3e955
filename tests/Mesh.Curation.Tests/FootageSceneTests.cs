using Mesh.Curation.Scenes;
using Mesh.Curation.Tests.Films;
using Mesh.TestKit;
using Xunit.Abstractions;

namespace Mesh.Curation.Tests;

/// <summary>Scene split over what cameras took, cut together where we know.</summary>
public sealed class FootageSceneTests(ITestOutputHelper output) : IDisposable
{
    private const string Avc = "-c:v libx264 -preset ultrafast -crf 23 -pix_fmt yuv420p";
    private const string Coarse = "-c:v mpeg4 -q:v 9 -pix_fmt yuv420p";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Avc)]
    [InlineData(Coarse)]
    public async Task Hard_cuts_of_real_footage_are_found_to_the_frame(string coding)
    {
        var score = new SceneScore(0, 0, 0);
        for (ulong seed = 1; seed <= 3; seed++)
        {
            var film = await new FootageReel(seed).AssembleAsync(16, (script, shot) => script.Cut(shot));
            score += SceneScore.OfCuts(await FoundAsync(film, coding), film.Cuts);
        }
        output.WriteLine($"F1 {score.F1:0.000}: {score}");
        Assert.True(score.F1 >= 0.97, $"F1 {score.F1:0.000}: {score}");
    }

    [Theory]
    [InlineData(Avc)]
    [InlineData(Coarse)]
    public async Task Dissolves_and_fades_between_real_shots_are_found_among_cuts(string coding)
    {
        var score = new SceneScore(0, 0, 0);
        for (ulong seed = 11; seed <= 13; seed++)
        {
            var reel = new FootageReel(seed);
            var film = await reel.AssembleAsync(16, Join);
            score += SceneScore.OfAll(await FoundAsync(film, coding), film);

            void Join(FilmScript script, byte[][] shot) => _ = reel.Random.Below(3) switch
            {
                0 => script.Cut(shot),
                1 => script.Dissolve(shot, Math.Min(10 + reel.Random.Below(16), shot.Length / 2)),
                _ => script.Fade(shot, 8 + reel.Random.Below(4), 3 + reel.Random.Below(6)),
            };
        }
        output.WriteLine($"F1 {score.F1:0.000}: {score}");
        Assert.True(score.F1 >= 0.85, $"F1 {score.F1:0.000}: {score}");
    }

    [Theory]
    [InlineData("cockatoo.mp4")]
    [InlineData("motion.mov")]
    [InlineData("balle-jbart.mp4")]
    [InlineData("realshort.mp4")]
    [InlineData("balle1-vp9.avi")]
    public async Task Hand_held_footage_and_hands_in_it_are_no_cuts(string film) =>
        Assert.Empty(await SceneScore.SplitAsync(Footage.PathOf(film)));

    [Fact]
    public async Task A_film_is_cut_where_its_maker_cut_it()
    {
        var cut = Assert.Single(await SceneScore.SplitAsync(Footage.PathOf("cityCC0.mpg")));
        Assert.Equal((BoundaryKind.Cut, 116), (cut.Kind, cut.Start));
    }

    [Theory]
    [InlineData("cityCC0.mpg", 0, 110)]
    [InlineData("cockatoo.mp4", 60, 150)]
    [InlineData("cockatoo.mp4", 200, 80)]
    [InlineData("motion.mov", 60, 150)]
    [InlineData("balle-jbart.mp4", 0, 150)]
    public async Task Flashes_over_real_shots_are_no_cuts(string name, int start, int frames)
    {
        var film = new FilmScript(FootageReel.Width, FootageReel.Height);
        film.Cut(await Footage.ReadAsync(new(name, start, frames), film.Width, film.Height));
        film.Flash(15, 1).Flash(30, 2).Flash(45, 3).Flash(65, 5);
        Assert.Empty(await FoundAsync(film, Avc));
    }

    [Theory]
    [InlineData("cityCC0.mpg", 4, 2)]
    [InlineData("cityCC0.mpg", 12, 0)]
    [InlineData("realshort.mp4", 6, 3)]
    [InlineData("cockatoo.mp4", 12, 4)]
    public async Task Pans_over_a_real_picture_are_no_cuts(string name, int x, int y)
    {
        var picture = new FootagePicture(name, 0);
        var film = new FilmScript(FootageReel.Width, FootageReel.Height);
        film.Cut(await picture.PanAsync(80, film.Width, film.Height, frame => (Moving(frame) * x, Moving(frame) * y)));
        Assert.Empty(await FoundAsync(film, Avc));

        // Still for a second, then at full speed, then still again.
        static int Moving(int frame) => Math.Clamp(frame - 25, 0, 30);
    }

    private async Task<IReadOnlyList<SceneBoundary>> FoundAsync(FilmScript film, string coding)
    {
        var (whole, coded) = (_folder.At("whole.mp4"), _folder.At("coded.mp4"));
        await film.WriteAsync(whole, new(8, "ultrafast"));
        await Lavfi.RunAsync(["-i", whole, .. coding.Split(' '), coded]);
        return await SceneScore.SplitAsync(coded);
    }
}
