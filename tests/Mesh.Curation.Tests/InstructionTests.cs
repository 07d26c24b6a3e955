using Mesh.Curation.Clips;
using Mesh.Curation.Instructions;
using Mesh.Curation.Motion;
using Mesh.Curation.Recipes;
using Mesh.Video.Scan;

namespace Mesh.Curation.Tests;

public sealed class InstructionTests
{
    private static readonly ClipMeasure Still = new(new(), 120, 40, 10, new double[12]);

    private static readonly VideoHeader Film = VideoHeader.OfClip("clip.mp4", new(96, 64), new(25, 1), 9);

    [Theory]
    [InlineData("Increase the brightness of the video", true)]
    [InlineData("Make it a bit darker and less saturated", true)]
    [InlineData("Boost contrast by 20 percent.", true)]
    [InlineData("Make the dog darker", false)]
    [InlineData("Add a bright lamp to the table", false)]
    [InlineData("Remove the man", false)]
    public void Only_brightness_contrast_and_saturation_are_trivial(string instruction, bool isTrivial) =>
        Assert.Equal(isTrivial, TrivialInstruction.Is(instruction));

    [Fact]
    public void A_verb_varies_by_the_seed_and_the_rest_stays()
    {
        var drawn = Enumerable.Range(0, 40)
            .Select(number => VerbSynonyms.Vary("Remove the red car.", new(1, $"{number}"))).ToHashSet();
        Assert.Equal(4, drawn.Count);
        Assert.All(drawn, words => Assert.EndsWith(" the red car.", words, StringComparison.Ordinal));
        Assert.Equal(VerbSynonyms.Vary("Add a hat", new(1, "a")), VerbSynonyms.Vary("Add a hat", new(1, "a")));
        Assert.Equal("Levitate the car", VerbSynonyms.Vary("Levitate the car", new(1, "a")));
    }

    [Fact]
    public async Task What_is_measured_is_stated()
    {
        Assert.Equal("Pan the camera to the right.", await SayAsync(Still, Moving(new() { PanX = -0.1 })));
        Assert.Equal("Zoom in.", await SayAsync(Still, Moving(new() { Zoom = 0.1 })));
        Assert.Equal("Keep the camera still.", await SayAsync(Moving(new() { PanX = -0.1 }), Still));
        Assert.Equal(
            "Let the subject move up.",
            await SayAsync(Still, Moving(new() { ObjectShare = 0.1, ObjectY = -0.2 })));
        Assert.Equal("Show a later moment of the same scene.", await SayAsync(Still, Still));
        Assert.Equal(
            "Make red the main colour.",
            await SayAsync(Still, Still with { Hues = [0.3, .. new double[11]] }));
    }

    private static ClipMeasure Moving(MotionScore motion) => Still with { Motion = motion };

    private static async Task<string?> SayAsync(ClipMeasure from, ClipMeasure to) =>
        (await new MeasuredAnnotator().AnnotateAsync(
            new(RecipeTask.Pairs, [new(Film, 0, from), new(Film, 50, to)]), default)).Instruction;
}
