using System.Text.Json.Nodes;
using Mesh.Curation.Analysis;
using Mesh.Curation.Sources;
using Mesh.Curation.Tests.Films;
using Mesh.Curator;
using Mesh.Perception.Archives;
using Mesh.Perception.Networks;
using Mesh.Perception.Tasks;
using Mesh.Perception.Tests;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace Mesh.Curation.Tests;

/// <summary>
/// Curation with networks in place of what needs no weights, the archive proven by the curation service.
/// </summary>
public sealed class NetworkToolsTests : IDisposable
{
    // Sees every point move three pixels to the right in each frame.
    private const string Moving = """
          def forward(self: __torch__.M, video: Tensor, q: Tensor) -> Tuple[Tensor, Tensor]:
            T = torch.size(video, 1)
            t = torch.mul(torch.arange(T, dtype=6, layout=None, device=torch.device("cpu"), pin_memory=False), 3.)
            right = torch.stack([t, torch.zeros_like(t)], 1)
            xy = torch.add(torch.unsqueeze(torch.slice(q, 2, 1, 3), 1), torch.view(right, [1, T, 1, 2]))
            vis = torch.ones([1, T, torch.size(q, 1)], dtype=6)
            return (xy, vis)

        """;

    private readonly TemporaryFolder _folder = new();
    private readonly ArchiveFolder _archives = new();
    private readonly GoldenFolder _weights = new("dinov2_tiny", new JsonObject
    {
        ["size"] = new JsonObject { ["shortest_edge"] = 32 },
        ["crop_size"] = new JsonObject { ["width"] = 28, ["height"] = 28 },
    });

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
        using var network = ScriptNetwork.Load(Tracker(), proof: new ArchiveProof
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

    private string Tracker() => _archives.Record(
        Moving,
        manifest => manifest with
        {
            Task = "track",
            In = ArchiveFolder.Json("""{"video": ["f32", 1, "T", 3, "H", "W"], "q": ["f32", 1, "N", 3]}"""),
            Out = ArchiveFolder.Json("""{"xy": ["f32", 1, "T", "N", 2], "vis": ["f32", 1, "T", "N"]}"""),
        },
        [zeros([1, 2, 3, 8, 8]), zeros(1, 1, 3)], [zeros([1, 3, 3, 8, 16]), ones(1, 4, 3)]);
}
