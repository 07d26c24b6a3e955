namespace Mesh.Scenes.Tests;

public sealed class SceneObjectTests
{
    [Fact]
    public void Bouncing_objects_never_leave_the_frame()
    {
        var item = new SceneObject(Shape.Circle, Colour.Red, ObjectSize.Large, .3, .7, Motion.Bouncing(.037, -.051));
        foreach (var aspect in (double[])[1, 1.6, .5])
        {
            var (halfWidth, halfHeight) = (Math.Max(aspect, 1) / 2, Math.Max(1 / aspect, 1) / 2);
            for (var time = 0; time < 300; time++)
            {
                var pose = item.At(time, aspect);
                Assert.InRange(pose.X, .5 - halfWidth + item.Radius - 1e-9, .5 + halfWidth - item.Radius + 1e-9);
                Assert.InRange(pose.Y, .5 - halfHeight + item.Radius - 1e-9, .5 + halfHeight - item.Radius + 1e-9);
            }
        }
    }

    [Fact]
    public void A_bounce_keeps_the_speed()
    {
        var item = new SceneObject(Shape.Circle, Colour.Red, ObjectSize.Large, .75, .5, Motion.Bouncing(.04, 0));
        var positions = Enumerable.Range(0, 5).Select(time => item.At(time).X).ToArray();

        Assert.Equal(.75, positions[0], 9);
        Assert.Equal(.79, positions[1], 9);
        Assert.Equal(.77, positions[2], 9);
        Assert.Equal(.73, positions[3], 9);
    }

    [Fact]
    public void Drawn_objects_stay_in_sight_for_a_clip()
    {
        var scenes = new SceneSampler(4);
        for (var i = 0; i < 2_000; i++)
            Assert.All(scenes.Next().Objects, item =>
            {
                var end = item.At(Scene.ClipFrames - 1);
                Assert.InRange(item.X, item.Radius, 1 - item.Radius);
                Assert.InRange(end.X, item.Radius, 1 - item.Radius);
                Assert.InRange(end.Y, item.Radius, 1 - item.Radius);
            });
    }

    [Fact]
    public void Two_objects_are_seldom_drawn_on_top_of_each_other()
    {
        var scenes = new SceneSampler(5);
        var pairs = Enumerable.Range(0, 3_000).Select(_ => scenes.Next()).Where(scene => scene.Objects.Count == 2);

        var overlaps = pairs.Count(scene => SceneLayout.Gap(scene.Objects[0], scene.Objects[1]) < 0);
        Assert.InRange(overlaps, 0, 10);
    }
}
