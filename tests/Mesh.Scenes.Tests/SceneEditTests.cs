namespace Mesh.Scenes.Tests;

/// <summary>Laws that every drawn edit obeys.</summary>
public sealed class SceneEditTests
{
    private const int Clip = 3 * Scene.ClipFrames * Scene.ClipSide * Scene.ClipSide;

    [Fact]
    public void Every_word_is_in_the_grammar_and_no_instruction_is_too_long() => Assert.All(Edits(3_000), edit =>
    {
        var words = edit.Instruction.Split(' ');
        Assert.InRange(words.Length, 1, SceneGrammar.MaxWords);
        Assert.Empty(words.Except(SceneGrammar.Words));
    });

    [Fact]
    public void A_colour_and_shape_name_one_object() => Assert.All(Edits(3_000), edit =>
    {
        foreach (var scene in (Scene[])[edit.Source, edit.Target])
        {
            Assert.Equal(scene.Objects.Count, scene.Objects.DistinctBy(item => item.Name).Count());
            Assert.All(scene.Objects, item => Assert.True(scene.Background.Shows(item.Colour)));
        }
    });

    [Fact]
    public void The_instruction_names_what_changes() => Assert.All(Edits(3_000), edit =>
    {
        var (gone, added) = EditChange.Of(edit);
        if (gone is not null)
            Assert.Contains(gone.Name, edit.Instruction, StringComparison.Ordinal);
        if (edit.Type is EditType.Add or EditType.Replace)
            Assert.Contains(added!.Name, edit.Instruction, StringComparison.Ordinal);
    });

    [Fact]
    public void The_target_differs_visibly_from_the_source()
    {
        var (source, target) = (new float[Clip], new float[Clip]);
        Assert.All(Edits(3_000), edit =>
        {
            SceneRenderer.Render(edit.Source, Scene.ClipFrames, Scene.ClipSide, Scene.ClipSide, source);
            SceneRenderer.Render(edit.Target, Scene.ClipFrames, Scene.ClipSide, Scene.ClipSide, target);
            Assert.True(EditScore.RegionOf(source, target).Count(inside => inside) >= 50, edit.ToString());
        });
    }

    [Fact]
    public void What_cannot_be_seen_is_not_left_open() => Assert.All(
        Edits(3_000).SelectMany(edit => edit.Source.Objects.Concat(edit.Target.Objects)), item =>
        {
            if (item.Shape == Shape.Circle)
                Assert.True(item is { Angle: 0, Motion.Kind: not MotionKind.Rotating });
            Assert.InRange(item.Angle, -Math.PI / 5, Math.PI / 5);
        });

    [Fact]
    public void A_replacement_keeps_place_size_and_motion() => Assert.All(Edits(1_000, EditType.Replace), edit =>
    {
        var (before, after) = EditChange.Of(edit);
        Assert.NotEqual(before!.Shape, after!.Shape);
        Assert.Equal((before.X, before.Y, before.Size), (after.X, after.Y, after.Size));
        if (after.Shape != Shape.Circle)
            Assert.Equal((before.Motion, before.Angle), (after.Motion, after.Angle));
        Assert.Equal(edit.Source.Objects.Count, edit.Target.Objects.Count);
    });

    [Fact]
    public void A_recolouring_changes_the_colour_alone() => Assert.All(Edits(1_000, EditType.Recolour), edit =>
    {
        var (before, after) = EditChange.Of(edit);
        Assert.NotEqual(before!.Colour, after!.Colour);
        Assert.Equal(before with { Colour = after.Colour }, after);
    });

    [Fact]
    public void An_added_object_stands_still_in_its_named_place() => Assert.All(Edits(1_000, EditType.Add), edit =>
    {
        var (gone, added) = EditChange.Of(edit);
        Assert.Null(gone);
        Assert.Equal(Motion.Still, added!.Motion);
        Assert.EndsWith(Place.Nearest(added.X, added.Y).Phrase, edit.Instruction, StringComparison.Ordinal);
    });

    [Fact]
    public void Another_background_or_style_keeps_the_objects() => Assert.All(
        Edits(500, EditType.Background).Concat(Edits(500, EditType.Style)),
        edit => Assert.Equal(edit.Source.Objects, edit.Target.Objects));

    private static IEnumerable<SceneEdit> Edits(int count)
    {
        var samplers = Enum.GetValues<Split>().Select(split => new EditSampler(21, split)).ToArray();
        return [.. Enumerable.Range(0, count).Select(i => samplers[i % samplers.Length].Next())];
    }

    private static IEnumerable<SceneEdit> Edits(int count, EditType type)
    {
        var sampler = new EditSampler(22, Split.Train);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Next(type))];
    }
}
