namespace Mesh.Scenes.Tests;

public sealed class EditScoreTests
{
    private const int Pixels = 100;

    private static readonly float[] Source = Clip(inside: .2f);
    private static readonly float[] Target = Clip(inside: .8f);

    [Fact]
    public void The_exact_answer_succeeds()
    {
        var score = Measure(Target);

        Assert.Equal((0, true, .1), (score.RegionMse, score.Success, score.RegionShare));
        Assert.Equal(100, score.OutsidePsnr!.Value, 6);
    }

    [Fact]
    public void The_unedited_source_fails() => Assert.False(Measure(Source).Success);

    [Fact]
    public void Halfway_is_not_enough() => Assert.False(Measure(Clip(inside: .5f)).Success);

    [Fact]
    public void Beyond_the_target_is_held_to_the_identity_baseline() =>
        Assert.False(Measure(Clip(inside: 1.25f)).Success);

    [Fact]
    public void A_good_edit_with_a_damaged_rest_fails()
    {
        var score = Measure(Clip(inside: .8f, outside: .62f));

        Assert.Equal(.0144, score.OutsideMse, 6);
        Assert.Equal(18.416, score.OutsidePsnr!.Value, 3);
        Assert.False(score.Success);
    }

    [Fact]
    public void An_edit_of_the_whole_frame_has_no_outside()
    {
        var (dark, light) = (new float[3 * Pixels], Enumerable.Repeat(1f, 3 * Pixels).ToArray());

        var score = EditScore.Measure(dark, light, light, EditScore.IdentityMse(dark, light, dark));

        Assert.True(score.Success);
        Assert.Null(score.OutsidePsnr);
    }

    [Fact]
    public void One_channel_is_enough_to_belong_to_the_edit()
    {
        var changed = Source.ToArray();
        changed[2 * Pixels + 40] += .09f;
        changed[50] += .07f;

        Assert.Equal([40], Enumerable.Range(0, Pixels).Where(i => EditScore.RegionOf(Source, changed)[i]));
    }

    [Fact]
    public void Clips_of_different_sizes_are_refused() =>
        Assert.Throws<ArgumentException>(() => EditScore.RegionOf(Source, new float[3]));

    private static EditScore Measure(float[] edited) =>
        EditScore.Measure(Source, Target, edited, EditScore.IdentityMse(Source, Target, Source));

    /// <summary>A tenth of the pixels belong to the edit.</summary>
    private static float[] Clip(float inside, float outside = .5f) =>
        [.. Enumerable.Range(0, 3 * Pixels).Select(i => i % Pixels < Pixels / 10 ? inside : outside)];
}
