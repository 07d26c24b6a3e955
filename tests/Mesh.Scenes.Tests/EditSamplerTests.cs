namespace Mesh.Scenes.Tests;

public sealed class EditSamplerTests
{
    [Fact]
    public void One_seed_gives_the_same_edits_again() =>
        Assert.Equal(Draw(11, Split.Train, 200), Draw(11, Split.Train, 200));

    [Fact]
    public void No_split_or_seed_repeats_the_scenes_of_another()
    {
        var scenes = from split in Enum.GetValues<Split>()
                     from seed in (ulong[])[1, 2]
                     from edit in Draw(seed, split, 300)
                     select edit.Source;

        Assert.Equal(2 * 4 * 300, scenes.Distinct().Count());
    }

    [Fact]
    public void Training_never_shows_what_is_held_out() => Assert.DoesNotContain(
        Draw(1, Split.Train, 20_000), edit => EditChange.IsHeldOut(edit) || EditChange.HasHeldOutObject(edit));

    [Fact]
    public void Held_out_scenes_ask_only_for_what_was_trained() => Assert.DoesNotContain(
        Draw(1, Split.HeldOutScenes, 2_000),
        edit => EditChange.IsHeldOut(edit) || EditChange.HasHeldOutObject(edit));

    [Fact]
    public void Held_out_objects_are_what_the_edit_is_about() =>
        Assert.All(Draw(2, Split.HeldOutObjects, 2_000), edit =>
        {
            var (gone, added) = EditChange.Of(edit);
            SceneObject[] subjects = gone is null && added is null
                ? [.. edit.Source.Objects]
                : [.. ((SceneObject?[])[gone, added]).OfType<SceneObject>()];
            Assert.Contains(subjects, item => HeldOut.Has(item.Colour, item.Shape));
            Assert.False(EditChange.IsHeldOut(edit));
        });

    [Fact]
    public void Held_out_edits_are_new_combinations_of_trained_things() =>
        Assert.All(Draw(3, Split.HeldOutEdits, 2_000), edit =>
        {
            Assert.True(EditChange.IsHeldOut(edit));
            Assert.False(EditChange.HasHeldOutObject(edit));
        });

    [Fact]
    public void Held_out_edits_have_no_style() =>
        Assert.Throws<ArgumentException>(() => new EditSampler(1, Split.HeldOutEdits).Next(EditType.Style));

    [Fact]
    public void Training_draws_types_by_difficulty()
    {
        var counts = Draw(4, Split.Train, 10_000).CountBy(edit => edit.Type).ToDictionary();

        Assert.All(
            Enum.GetValues<EditType>(), type => Assert.Equal(EditMix.Training[type], counts[type] / 10_000.0, .02));
    }

    [Fact]
    public void Evaluation_draws_types_equally()
    {
        var counts = Draw(5, Split.HeldOutScenes, 6_000).CountBy(edit => edit.Type).ToDictionary();

        Assert.All(Enum.GetValues<EditType>(), type => Assert.InRange(counts[type], 850, 1_150));
    }

    [Fact]
    public void Edits_of_one_scene_are_different_edits()
    {
        var sampler = new EditSampler(6, Split.Train);
        for (var i = 0; i < 300; i++)
        {
            var edits = sampler.NextOfOneScene(3);
            Assert.Single(edits.Select(edit => edit.Source).Distinct());
            Assert.Equal(3, edits.Select(edit => edit.Target).Distinct().Count());
        }
    }

    [Theory]
    [InlineData("recolour the red circle to blue")]
    [InlineData("remove the red circle")]
    [InlineData("replace the red circle with a blue star")]
    [InlineData("make the background checkered green")]
    [InlineData("add a small red star at the top left")]
    [InlineData("make it greyscale")]
    public void Training_asks_for_the_examples_of_the_manual(string instruction) =>
        Assert.Contains(Draw(7, Split.Train, 40_000), edit => edit.Instruction == instruction);

    private static IEnumerable<SceneEdit> Draw(ulong seed, Split split, int count)
    {
        var sampler = new EditSampler(seed, split);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Next())];
    }
}
