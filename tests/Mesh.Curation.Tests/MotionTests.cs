using Mesh.Curation.Clips;
using Mesh.Curation.Motion;
using Mesh.Curation.Recipes;
using Mesh.Curation.Tests.Films;
using Mesh.Scenes;
using Mesh.TestKit;
using Mesh.Video.Scan;

namespace Mesh.Curation.Tests;

public sealed class MotionTests : IDisposable
{
    private const int Width = 320;
    private const int Height = 180;
    private const int Rate = 25;
    private const int Frames = 30;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 3)]
    [InlineData(-8, 0)]
    [InlineData(0, -6)]
    public async Task A_moved_picture_moves_as_far_as_it_was_moved(double x, double y)
    {
        var score = await ScoreAsync(frame => new(frame * x, frame * y));
        var expected = Math.Sqrt(x * x + y * y) * Rate / Width;
        Near(expected, score.Travel);
        Near(expected, score.Flow);
        Assert.InRange(score.PanX, x * Rate / Width - 0.05 * expected, x * Rate / Width + 0.05 * expected);
        Assert.InRange(score.PanY, y * Rate / Width - 0.05 * expected, y * Rate / Width + 0.05 * expected);
    }

    [Fact]
    public async Task A_zoomed_picture_moves_as_far_as_it_was_zoomed()
    {
        const double growth = 0.01;
        var score = await ScoreAsync(frame => new(0, 0, Math.Pow(1 + growth, frame)));
        Near(growth * Rate, score.Zoom);
        // A pixel moves by the growth times its distance from the middle.
        Near(growth * MeanDistance() * Rate / Width, score.Flow);
    }

    [Fact]
    public async Task A_turned_picture_moves_as_far_as_it_was_turned()
    {
        const double angle = 0.012;
        var score = await ScoreAsync(frame => new(0, 0, 1, angle * frame));
        Near(angle * Rate, score.Turn);
        Near(angle * MeanDistance() * Rate / Width, score.Flow);
    }

    [Fact]
    public async Task A_still_camera_does_not_move()
    {
        var score = await ScoreAsync(_ => new(3, 2));
        Assert.InRange(score.Travel, 0, 0.002);
        Assert.InRange(score.Flow, 0, 0.002);
        var rules = RecipeFile.Load("icve-pretrain").Motion;
        Assert.Equal("hardly moves", new MotionFilter(rules).Judge(score)?.Reason);
    }

    [Fact]
    public async Task An_object_that_moves_before_a_still_camera_is_no_camera_motion()
    {
        var film = new FilmScript(Width, Height);
        var (back, front) = (new Texture(3), new Texture(4));
        var patch = new byte[60 * 60 * 3];
        front.Draw(60, 60, new(0, 0), patch);
        film.Cut(film.Shot(Frames, (frame, rgb) =>
        {
            back.Draw(Width, Height, new(0, 0), rgb);
            for (var y = 0; y < 60; y++)
                patch.AsSpan(y * 180, 180).CopyTo(rgb.AsSpan(((60 + y) * Width + 40 + 4 * frame) * 3));
        }));
        var score = await ScoreAsync(film);
        Assert.InRange(score.PanX, -0.005, 0.005);
        Assert.InRange(score.ObjectShare, 0.03, 0.2);
        Assert.InRange(score.ObjectX, 0.7 * 4.0 * Rate / Width, 1.1 * 4.0 * Rate / Width);
    }

    [Fact]
    public async Task Scenes_with_moving_objects_move_and_those_without_do_not()
    {
        var still = new Scene(
            new(BackgroundKind.Checkered, BackgroundColour.Grey),
            [new(Shape.Circle, Colour.Red, ObjectSize.Large, 0.5, 0.5)]);
        var moving = still with
        {
            Objects = [still.Objects[0] with { Motion = Mesh.Scenes.Motion.Bouncing(0.06, 0.03) }],
        };
        var (one, two) = (new FilmScript(Width, Height), new FilmScript(Width, Height));
        var quiet = await ScoreAsync(one.Cut(one.Rendered(Frames, still)));
        var lively = await ScoreAsync(two.Cut(two.Rendered(Frames, moving)));
        Assert.InRange(quiet.Travel, 0, 0.002);
        Assert.True(lively.Travel > 10 * quiet.Travel + 0.01, $"{lively.Travel} and {quiet.Travel}");
    }

    private static void Near(double expected, double got) =>
        Assert.InRange(got, expected - 0.05 * Math.Abs(expected), expected + 0.05 * Math.Abs(expected));

    private static double MeanDistance()
    {
        var (sum, count) = (0.0, 0);
        // Over the part of the frame where a window fits.
        for (var y = 11; y < Height - 13; y += 4)
        {
            for (var x = 11; x < Width - 13; x += 4)
            {
                var (dx, dy) = (x - (Width - 1) / 2.0, y - (Height - 1) / 2.0);
                sum += Math.Sqrt(dx * dx + dy * dy);
                count++;
            }
        }
        return sum / count;
    }

    private Task<MotionScore> ScoreAsync(Func<int, View> view)
    {
        var film = new FilmScript(Width, Height);
        return ScoreAsync(film.Cut(film.Textured(Frames, 9, view)));
    }

    private async Task<MotionScore> ScoreAsync(FilmScript film)
    {
        var path = _folder.At($"{Guid.NewGuid():N}.mp4");
        await film.WriteAsync(path, new(12, "ultrafast"), Rate);
        return (await ClipMeasure.ReadAsync(await VideoHeader.ReadAsync(path))).Motion;
    }
}
