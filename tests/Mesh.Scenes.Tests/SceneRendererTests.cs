namespace Mesh.Scenes.Tests;

public sealed class SceneRendererTests
{
    private static readonly Background Black = new(BackgroundKind.Plain, BackgroundColour.Black);

    [Theory]
    [InlineData(Shape.Circle)]
    [InlineData(Shape.Square)]
    [InlineData(Shape.Triangle)]
    [InlineData(Shape.Star)]
    public void Vectors_draw_what_one_pixel_at_a_time_draws(Shape shape)
    {
        var item = new SceneObject(
            shape, Colour.Red, ObjectSize.Large, .53, .41, Motion.Rotating(.1), shape == Shape.Circle ? 0 : .3);
        var other = new SceneObject(Shape.Square, Colour.Blue, ObjectSize.Large, .95, .7, Motion.Linear(.01, .02));
        var scene = new Scene(Black, [item, other]);

        foreach (var (height, width) in ((int, int)[])[(32, 32), (32, 31), (45, 37), (24, 40), (32, 5)])
        {
            var rgb = new float[3 * height * width];
            SceneRenderer.Render(scene, 1, height, width, rgb, startTime: 3);
            var expected = ReferenceRenderer.Render(scene, 3, height, width);
            for (var i = 0; i < rgb.Length; i++)
                Assert.Equal(expected[i], rgb[i], 1e-5f);
        }
    }

    [Theory]
    [InlineData(Shape.Circle, Math.PI)]
    [InlineData(Shape.Square, 4 * .88 * .88)]
    [InlineData(Shape.Triangle, 1.7320508 * 1.15 * 1.15)]
    [InlineData(Shape.Star, 5 * 1.35 * 1.35 * .48 * .5877853)]
    public void Smooth_edges_keep_the_area(Shape shape, double areaInSquaredRadii)
    {
        var scene = new Scene(Black, [new(shape, Colour.Red, ObjectSize.Large, .5, .5)]);
        var rgb = new float[3 * 32 * 32];
        SceneRenderer.Render(scene, 1, 32, 32, rgb);

        var (under, over) = (Palette.Of(BackgroundColour.Black).Main.X, Palette.Of(Colour.Red).X);
        var area = rgb.Take(32 * 32).Sum(red => (red - under) / (over - under));

        Assert.InRange(area / (areaInSquaredRadii * 6.4 * 6.4), .97, 1.03);
    }

    [Fact]
    public void A_later_window_is_the_later_part_of_the_film()
    {
        var scene = new SceneSampler(5).Next();
        var film = new float[3 * 9 * 32 * 32];
        var window = new float[3 * 5 * 32 * 32];

        SceneRenderer.Render(scene, 9, 32, 32, film);
        SceneRenderer.Render(scene, 5, 32, 32, window, startTime: 4);

        for (var channel = 0; channel < 3; channel++)
            Assert.True(
                window.AsSpan(channel * 5 * 1024, 5 * 1024)
                    .SequenceEqual(film.AsSpan((channel * 9 + 4) * 1024, 5 * 1024)));
    }

    [Fact]
    public void Half_the_time_per_frame_moves_half_as_far()
    {
        var scene = new Scene(
            Black, [new(Shape.Circle, Colour.Red, ObjectSize.Large, .3, .5, Motion.Linear(.04, 0))]);
        var fast = new float[3 * 2 * 1024];
        var slow = new float[3 * 3 * 1024];

        SceneRenderer.Render(scene, 2, 32, 32, fast);
        SceneRenderer.Render(scene, 3, 32, 32, slow, timePerFrame: .5);

        Assert.True(fast.AsSpan(1024, 1024).SequenceEqual(slow.AsSpan(2 * 1024, 1024)));
        Assert.False(fast.AsSpan(1024, 1024).SequenceEqual(slow.AsSpan(1024, 1024)));
    }

    [Fact]
    public void Bytes_are_the_rounded_planes()
    {
        var scene = new SceneSampler(6).Next() with { Style = Style.Sepia };
        var planes = new float[3 * 24 * 40];
        var bytes = new byte[24 * 40 * 3];

        SceneRenderer.Render(scene, 1, 24, 40, planes, startTime: 2);
        SceneRenderer.RenderRgb24(scene, 2, 24, 40, bytes);

        for (var i = 0; i < bytes.Length; i++)
            Assert.InRange(bytes[i] - planes[i % 3 * 960 + i / 3] * 255, -.501, .501);
    }

    [Fact]
    public void Every_style_and_pattern_stays_within_zero_and_one()
    {
        var rgb = new float[3 * 33 * 47];
        foreach (var style in Enum.GetValues<Style>())
            foreach (var kind in Enum.GetValues<BackgroundKind>())
                foreach (var colour in Enum.GetValues<BackgroundColour>())
                {
                    var star = new SceneObject(Shape.Star, Colour.Yellow, ObjectSize.Large, .5, .5);
                    SceneRenderer.Render(new Scene(new(kind, colour), [star], style), 1, 33, 47, rgb);
                    Assert.All(rgb, value => Assert.InRange(value, 0, 1));
                }
    }

    [Fact]
    public void A_film_of_another_size_shows_the_same_picture()
    {
        var scene = new Scene(
            new(BackgroundKind.Checkered, BackgroundColour.Green),
            [new(Shape.Square, Colour.Red, ObjectSize.Large, .5, .5)]);
        var (small, large) = (new float[3 * 1024], new float[3 * 256 * 256]);

        SceneRenderer.Render(scene, 1, 32, 32, small);
        SceneRenderer.Render(scene, 1, 256, 256, large);

        var shrunk = new float[3 * 1024];
        for (var i = 0; i < large.Length; i++)
            shrunk[i / 65536 * 1024 + i / 2048 % 32 * 32 + i / 8 % 32] += large[i] / 64;
        Assert.InRange(small.Zip(shrunk, (a, b) => Math.Abs(a - b)).Average(), 0, .001);
    }

    [Fact]
    public void A_buffer_of_the_wrong_size_is_named()
    {
        var error = Assert.Throws<ArgumentException>(
            () => SceneRenderer.Render(new SceneSampler(1).Next(), 5, 32, 32, new float[100]));

        Assert.Contains("rgb: expected 3 * 5 * 32 * 32 elements, got 100", error.Message, StringComparison.Ordinal);
    }
}
