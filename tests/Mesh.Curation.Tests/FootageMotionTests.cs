using Mesh.Curation.Clips;
using Mesh.Curation.Motion;
using Mesh.Curation.Recipes;
using Mesh.Curation.Tests.Films;
using Mesh.TestKit;
using Mesh.Video.Scan;

namespace Mesh.Curation.Tests;

/// <summary>The motion score of what cameras took.</summary>
public sealed class FootageMotionTests : IDisposable
{
    private const int WindowWidth = 320;
    private const int WindowHeight = 180;
    private const int Rate = 25;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Pictures with something to see all over; a bare wall shows no motion, and rows of windows little along the row.
    [Theory]
    [InlineData("realshort.mp4", 1, 1)]
    [InlineData("realshort.mp4", 4, 3)]
    [InlineData("realshort.mp4", 8, 0)]
    [InlineData("cityCC0.mpg", 6, 4)]
    [InlineData("cityCC0.mpg", 0, 5)]
    public async Task A_window_moved_over_a_real_picture_moves_as_far_as_it_was_moved(string name, int x, int y)
    {
        var score = await PannedAsync(name, x, y);
        var expected = Math.Sqrt(x * x + y * y) * Rate / WindowWidth;
        Assert.InRange(score.Travel, 0.95 * expected, 1.05 * expected);
        Assert.InRange(score.Flow, 0.95 * expected, 1.05 * expected);
    }

    [Theory]
    [InlineData("cityCC0.mpg", 1, 0)]
    [InlineData("cityCC0.mpg", 8, 0)]
    [InlineData("cockatoo.mp4", 4, 2)]
    [InlineData("balle1-vp9.avi", 5, 4)]
    public async Task The_camera_is_known_even_before_walls_and_windows(string name, int x, int y)
    {
        var score = await PannedAsync(name, x, y);
        var error = 0.05 * Math.Sqrt(x * x + y * y);
        // The picture moves against the window.
        Assert.InRange(-score.PanX * WindowWidth / Rate, x - error, x + error);
        Assert.InRange(-score.PanY * WindowWidth / Rate, y - error, y + error);
    }

    [Theory]
    [InlineData(0, 18)]
    [InlineData(218, 24)]
    public async Task A_camera_that_stands_still_is_below_the_threshold(int start, int frames)
    {
        var score = await ScoreAsync(new Take("motion.mov", start, frames));
        Assert.Equal("hardly moves", new MotionFilter(RecipeFile.Load("icve-pretrain").Motion).Judge(score)?.Reason);
    }

    [Theory]
    [InlineData("balle1-vp9.avi", 200, 90)]
    [InlineData("balle-jbart.mp4", 0, 250)]
    public async Task A_ball_thrown_before_a_still_camera_is_no_camera_motion(string name, int start, int frames)
    {
        var score = await ScoreAsync(new Take(name, start, frames));
        Assert.True(score.Flow > 0.006, $"{score}");
        Assert.InRange(score.PanX, -0.005, 0.005);
        Assert.InRange(score.PanY, -0.005, 0.005);
    }

    private async Task<MotionScore> PannedAsync(string name, int x, int y)
    {
        var picture = new FootagePicture(name, 0);
        return await ScoreAsync(
            await picture.PanAsync(30, WindowWidth, WindowHeight, frame => (frame * x, frame * y)));
    }

    private async Task<MotionScore> ScoreAsync(Take take) =>
        await ScoreAsync(await Footage.ReadAsync(take, WindowWidth, WindowHeight));

    private async Task<MotionScore> ScoreAsync(byte[][] frames)
    {
        var path = _folder.At("scored.mp4");
        await FilmScript.WriteAsync(path, WindowWidth, WindowHeight, frames, new(12, "ultrafast"), Rate);
        return (await ClipMeasure.ReadAsync(await VideoHeader.ReadAsync(path))).Motion;
    }
}
