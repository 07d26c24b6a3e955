using Mesh.Curation.Analysis;
using Mesh.Curation.Sources;
using Mesh.Curation.Tests.Films;
using Mesh.Curator;
using Mesh.Perception.Archives;
using Mesh.Perception.Networks;
using Mesh.Perception.Tasks;
using Mesh.Perception.Tests;
using Mesh.TestKit;

namespace Mesh.Curation.Tests;

/// <summary>
/// Curation with networks in place of what needs no weights, the archive proven by the curation service.
/// </summary>
public sealed class NetworkToolsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ArchiveFolder _archives = new();
    private readonly GoldenFolder _weights = GoldenFolder.Dinov2();

    public void Dispose()
    {
        _folder.Dispose();
        _archives.Dispose();
        _weights.Dispose();
    }

    [Fact]
    public async Task DINOv2_and_a_tracker_from_an_archive_see_every_shot()
    {
        await SmallFilms.Moving(81, 40, 1, 0).WriteAsync(_folder.At("film.mp4"));
        var source = await SourceVideo.ReadAsync(_folder.At("film.mp4"));
        using var embedder = Dinov2Embedder.Load(_weights.Path);
        var tracker = MovingTracker.Record(_archives, "tiny", pixels: 3);
        using var network = ScriptNetwork.Load(tracker, proof: new ArchiveProof
        {
            Command = ["dotnet", typeof(CurationService).Assembly.Location],
        });
        var recipe = TestRecipes.Clips with { Motion = new() { Tracker = "archive", MinTravel = 0.1 } };

        var seen = await new SourceAnalyzer(recipe, embedder, new ArchiveTracker(network), new(), new())
            .RunAsync(source);

        var shot = Assert.Single(seen.Shots);
        Assert.Null(shot.Drop);
        Assert.Equal(embedder.Dimensions * sizeof(float), shot.Embedding?.Length);
        // 24 frames over 40 at 25 fps: each step of three pixels takes 40/24/25 s, and the longer side is 384.
        Assert.Equal(3 / 384.0 * 24 / 40 * 25, shot.Motion.Travel, 3);
    }
}
