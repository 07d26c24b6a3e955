using Mesh.Curation.Analysis;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Recipes;
using Mesh.Curation.Sources;
using Mesh.Curation.Tests.Films;
using Mesh.Stores.Artifacts;
using Mesh.TestKit;
using Mesh.Video;
using Mesh.Video.Perception;

namespace Mesh.Curation.Tests;

/// <summary>Networks in the places of what needs no weights.</summary>
public sealed class ToolSlotTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("duplicates: { embedding: dinov2 }", "--embedder")]
    [InlineData("motion: { tracker: cotracker3 }", "cotracker3")]
    [InlineData("instructions: { annotator: vlm }", "--vlm")]
    [InlineData("judge: { judge: vlm }", "--vlm")]
    [InlineData("masks: { source: sam2 }", "sam2")]
    [InlineData("masks: { caption: vlm }", "--vlm")]
    [InlineData("depth: { estimator: depth-anything }", "--depth")]
    public void A_recipe_that_wants_a_tool_that_is_not_there_says_so(string line, string named)
    {
        var recipe = RecipeFile.Parse($"name: mine\ntask: pairs\n{line}", "mine");
        var error = Assert.Throws<RecipeException>(
            () => new CurationPipeline(recipe, new DirectoryArtifactStore(_folder.Path), new()));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_embedder_and_a_tracker_see_every_shot_that_is_left()
    {
        await SmallFilms.Moving(81, 40, 1, 0).WriteAsync(_folder.At("film.mp4"));
        var recipe = TestRecipes.Clips with { Motion = new() { Tracker = "mine", MinTravel = 0.1 } };
        var source = await SourceVideo.ReadAsync(_folder.At("film.mp4"));
        var (slow, fast) = (new Tracker(0.5f), new Tracker(3));
        var dropped = await new SourceAnalyzer(recipe, null, slow, new(), new()).RunAsync(source);
        Assert.Equal("hardly moves", Assert.Single(dropped.Shots).Drop?.Reason);

        var seen = await new SourceAnalyzer(recipe, new Embedder(), fast, new(), new()).RunAsync(source);
        var kept = Assert.Single(seen.Shots);
        Assert.Null(kept.Drop);
        Assert.Equal(2 * sizeof(float), kept.Embedding?.Length);
        // 24 frames over 40 at 25 fps: each step of three pixels takes 40/24/25 s, and the longer side is 384.
        Assert.Equal(3 / 384.0 * 24 / 40 * 25, kept.Motion.Travel, 3);
    }

    /// <summary>Sees everything move to the right.</summary>
    private sealed class Tracker(float step) : IPointTracker
    {
        public string Name => "mine";

        public IReadOnlyList<PointTrack> Track(
            IReadOnlyList<RgbImage> frames, IReadOnlyList<TrackPoint> points, CancellationToken cancellation) =>
        [
            .. points.Select(point => new PointTrack(
                [.. frames.Select((_, frame) => new TrackedPoint(point.X + frame * step, point.Y, true))])),
        ];
    }

    private sealed class Embedder : IClipEmbedder
    {
        public string Name => "mine";

        public int Dimensions => 2;

        public float[] Embed(IReadOnlyList<RgbImage> frames, CancellationToken cancellation) => [1, 0];
    }
}
