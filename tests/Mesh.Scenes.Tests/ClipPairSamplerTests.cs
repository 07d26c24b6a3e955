namespace Mesh.Scenes.Tests;

public sealed class ClipPairSamplerTests
{
    private static readonly ClipPair[] Pairs = Draw(1);

    [Fact]
    public void One_seed_gives_the_same_pairs_again() => Assert.Equal(Pairs, Draw(1));

    [Fact]
    public void The_two_clips_do_not_overlap() => Assert.All(
        Pairs, pair => Assert.True(Math.Abs(pair.TargetStart - pair.SourceStart) >= Scene.ClipFrames));

    [Fact]
    public void Instructions_speak_the_grammar() => Assert.All(Pairs, pair =>
    {
        var words = pair.Instruction.Split(' ');
        Assert.InRange(words.Length, 1, SceneGrammar.MaxWords);
        Assert.Empty(words.Except(SceneGrammar.Words));
    });

    [Fact]
    public void The_named_object_changes()
    {
        Assert.All(Pairs, pair =>
        {
            var item = Assert.Single(
                pair.Scene.Objects, item => pair.Instruction.Contains(item.Name, StringComparison.Ordinal));
            var (before, after) = (item.At(pair.SourceStart + 2), item.At(pair.TargetStart + 2));
            Assert.True(Math.Abs(before.X - after.X) + Math.Abs(before.Y - after.Y) > .19
                || Math.Abs(before.Angle - after.Angle) > .3);
        });
    }

    [Fact]
    public void A_move_ends_in_the_place_it_names() => Assert.All(
        Pairs.Where(pair => pair.Instruction.StartsWith("move", StringComparison.Ordinal)), pair =>
        {
            var item = pair.Scene.Objects.Single(
                item => pair.Instruction.Contains(item.Name, StringComparison.Ordinal));
            var pose = item.At(pair.TargetStart + 2);
            Assert.EndsWith(
                $"to the {Place.Nearest(pose.X, pose.Y).Words}", pair.Instruction, StringComparison.Ordinal);
        });

    [Fact]
    public void Objects_also_come_and_go_and_turn()
    {
        var verbs = Pairs.Select(pair => pair.Instruction.Split(' ')[0]).ToHashSet();

        Assert.Superset(new HashSet<string> { "move", "bring", "rotate", "spin", "add", "remove" }, verbs);
    }

    [Fact]
    public void No_untrained_object_is_shown() => Assert.All(
        Pairs, pair => Assert.DoesNotContain(pair.Scene.Objects, item => HeldOut.Has(item.Colour, item.Shape)));

    private static ClipPair[] Draw(ulong seed)
    {
        var sampler = new ClipPairSampler(seed);
        return [.. Enumerable.Range(0, 2_000).Select(_ => sampler.Next())];
    }
}
