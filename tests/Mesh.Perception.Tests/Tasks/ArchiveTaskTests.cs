using Mesh.Perception.Archives;
using Mesh.Perception.Tasks;
using Mesh.Video;
using static TorchSharp.torch;

namespace Mesh.Perception.Tests.Tasks;

public sealed class ArchiveTaskTests : IDisposable
{
    private readonly ArchiveFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_tracker_answers_in_pixels_of_the_frames()
    {
        using var network = Load(
            """
              def forward(self: __torch__.M, video: Tensor, q: Tensor) -> Tuple[Tensor, Tensor]:
                T = torch.size(video, 1)
                times = torch.arange(T, dtype=6, layout=None, device=torch.device("cpu"), pin_memory=False)
                t = torch.view(times, [1, T, 1, 1])
                start = torch.unsqueeze(torch.slice(q, 2, 1, 3), 1)
                xy = torch.add(start, t)
                vis = torch.ones([1, T, torch.size(q, 1)], dtype=6)
                return (xy, vis)

            """,
            manifest => manifest with
            {
                Task = "track",
                In = ArchiveFolder.Json("""{"video": ["f32", 1, "T", 3, 16, 32], "q": ["f32", 1, "N", 3]}"""),
                Out = ArchiveFolder.Json("""{"xy": ["f32", 1, "T", "N", 2], "vis": ["f32", 1, "T", "N"]}"""),
                Pre = new() { Resize = "exact:16x32", AlignCorners = true, Range = 255 },
            },
            [zeros([1, 2, 3, 16, 32]), zeros(1, 1, 3)], [zeros([1, 3, 3, 16, 32]), ones(1, 4, 3)]);
        var tracker = new ArchiveTracker(network);
        var frames = Enumerable.Range(0, 3).Select(i => Pictures.Waves(63, 31, i)).ToArray();

        var tracks = tracker.Track(frames, [new(0, 10, 4), new(0, 0, 0)]);

        Assert.Equal(2, tracks.Count);
        Assert.Equal([10f, 12f, 14f], tracks[0].Places.Select(place => MathF.Round(place.X, 3)));
        Assert.Equal([4f, 6f, 8f], tracks[0].Places.Select(place => MathF.Round(place.Y, 3)));
        Assert.All(tracks[1].Places, place => Assert.True(place.IsVisible));
        Assert.Throws<ArgumentException>(() => tracker.Track(frames, [new(3, 0, 0)]));
        Assert.Throws<ArgumentException>(() => tracker.Track(frames[..1], [new(0, 0, 0)]));
    }

    [Fact]
    public void Flow_is_scaled_and_cut_to_the_frames()
    {
        using var network = Load(
            """
              def forward(self: __torch__.M, a: Tensor, b: Tensor) -> Tensor:
                return torch.slice(torch.add(torch.mul(torch.add(a, b), 0), 3), 1, 0, 2)

            """,
            manifest => manifest with
            {
                Task = "flow",
                In = ArchiveFolder.Json("""{"a": ["f32", "B", 3, "H%8", "W%8"], "b": "=a"}"""),
                Out = ArchiveFolder.Json("""{"flow": ["f32", "B", 2, "H", "W"]}"""),
                Pre = new() { Multiple = 8, Range = 255 },
                Batch = 2,
            },
            [zeros(1, 3, 8, 8), zeros(1, 3, 8, 8)], [zeros(2, 3, 8, 16), zeros(2, 3, 8, 16)]);
        var frames = Enumerable.Range(0, 4).Select(i => Pictures.Waves(21, 13, i)).ToArray();

        var fields = new ArchiveFlow(network).Between(frames);

        Assert.Equal(3, fields.Count);
        Assert.All(fields, field => Assert.Equal(2 * 21 * 13, field.Vectors.Length));
        Assert.Equal(Math.Sqrt(18), fields[2].MeanMotion, 4);
    }

    [Fact]
    public void Scores_come_frame_by_frame_whatever_the_batch()
    {
        using var network = Load(
            """
              def forward(self: __torch__.M, x: Tensor) -> Tensor:
                return torch.mean(x, [1, 2, 3])

            """,
            manifest => manifest with
            {
                In = ArchiveFolder.Json("""{"x": ["f32", "B", 3, "H", "W"]}"""),
                Out = ArchiveFolder.Json("""{"s": ["f32", "B"]}"""),
                Batch = 2,
            },
            [ones(1, 3, 4, 4)], [ones(2, 3, 5, 4)]);
        var white = new RgbImage(4, 4);
        white.Pixels.AsSpan().Fill(255);

        var scores = new ArchiveScorer(network).Score([new RgbImage(4, 4), white, white]);

        Assert.Equal([0, 1, 1], scores.Select(score => Math.Round(score, 4)));
    }

    [Fact]
    public void Shots_begin_where_the_picture_changes()
    {
        using var network = Load(
            """
              def forward(self: __torch__.M, x: Tensor) -> Tensor:
                level = torch.mean(torch.to(x, 6), [2, 3, 4])
                first = torch.slice(level, 1, 0, 7)
                last = torch.slice(level, 1, 1, 8)
                change = torch.sub(torch.abs(torch.sub(last, first)), 50)
                return torch.unsqueeze(torch.constant_pad_nd(change, [0, 1], -50.), 2)

            """,
            manifest => manifest with
            {
                Task = "shots",
                In = ArchiveFolder.Json("""{"x": ["u8", "B", 8, 3, 4, 3]}"""),
                Out = ArchiveFolder.Json("""{"one": ["f32", "B", 8, 1]}"""),
                Pre = new() { Resize = "exact:3x4", Range = 255 },
                Post = new Dictionary<string, double> { ["count"] = 8, ["step"] = 4 },
            },
            [zeros([1, 8, 3, 4, 3], ScalarType.Byte)], [zeros([2, 8, 3, 4, 3], ScalarType.Byte)]);
        var frames = Enumerable.Range(0, 13).Select(i => Grey(i is < 5 or >= 9 ? 20 : 220)).ToArray();

        Assert.Equal([0, 5, 9], new ArchiveShots(network).Shots(frames));
        Assert.Equal([0], new ArchiveShots(network).Shots(frames[..1]));
    }

    [Fact]
    public void Vectors_have_length_1_and_depth_has_the_size_of_the_frame()
    {
        using var embedding = Load(
            """
              def forward(self: __torch__.M, x: Tensor) -> Tensor:
                return torch.mean(x, [2, 3])

            """,
            manifest => manifest with
            {
                Task = "embed",
                In = ArchiveFolder.Json("""{"x": ["f32", "B", 3, "H", "W"]}"""),
                Out = ArchiveFolder.Json("""{"cls": ["f32", "B", 3]}"""),
                Pre = new() { Resize = "short:8", Crop = 8 },
            },
            [ones(1, 3, 8, 8)], [ones(2, 3, 4, 8)]);
        using var depth = Load(
            """
              def forward(self: __torch__.M, x: Tensor) -> Tensor:
                return torch.select(x, 1, 0)

            """,
            manifest => manifest with
            {
                Task = "depth",
                In = ArchiveFolder.Json("""{"x": ["f32", "B", 3, "H%8", "W%8"]}"""),
                Out = ArchiveFolder.Json("""{"d": ["f32", "B", "H", "W"]}"""),
                Pre = new() { Resize = "lower:16", Multiple = 8 },
            },
            [ones(1, 3, 8, 8)], [ones(1, 3, 8, 16)]);
        var embedder = new ArchiveEmbedder(embedding);
        var estimator = new ArchiveDepth(depth);

        Assert.Equal(3, embedder.Dimensions);
        Assert.Equal(1, embedder.Embed([Pictures.Waves(20, 12, 1)]).Sum(value => value * value), 4);
        var map = Assert.Single(estimator.Estimate([Grey(255, 30, 20)]));
        Assert.Equal((30, 20), (map.Width, map.Height));
        Assert.All(map.Nearness, value => Assert.Equal(1, value, 3));
        Assert.Contains(
            "must be for 'depth'", Assert.Throws<PerceptionException>(() => new ArchiveDepth(embedding)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_segmenter_and_a_detector_answer_in_pixels()
    {
        using var segmenting = Load(
            """
              def forward(self: __torch__.M, x: Tensor, points: Tensor, labels: Tensor) -> Tensor:
                return torch.sub(torch.slice(x, 1, 0, 1), 0.5)

            """,
            manifest => manifest with
            {
                Task = "segment",
                In = ArchiveFolder.Json(
                    """{"x": ["f32", 1, 3, "H", "W"], "points": ["f32", 1, "N", 2], "labels": ["i64", 1, "N"]}"""),
                Out = ArchiveFolder.Json("""{"mask": ["f32", 1, 1, "H", "W"]}"""),
            },
            [ones(1, 3, 4, 4), ones(1, 1, 2), ones([1, 1], ScalarType.Int64)],
            [ones(1, 3, 4, 8), ones(1, 2, 2), ones([1, 2], ScalarType.Int64)]);
        using var detecting = Load(
            """
              def forward(self: __torch__.M, x: Tensor, mask: Tensor, ids: Tensor) -> Tuple[Tensor, Tensor]:
                logits = torch.mul(torch.ones([1, 1, torch.size(ids, 1)], dtype=6), 4.)
                boxes = torch.mul(torch.ones([1, 1, 4], dtype=6), 0.25)
                return (logits, boxes)

            """,
            manifest => manifest with
            {
                Task = "detect",
                In = ArchiveFolder.Json(
                    """{"x": ["f32", 1, 3, 16, 32], "mask": ["i64", 1, 16, 32], "ids": ["i64", 1, "L<=8"]}"""),
                Out = ArchiveFolder.Json("""{"logits": ["f32", 1, 1, "L"], "boxes": ["f32", 1, 1, 4]}"""),
                Pre = new() { Resize = "long:20" },
            },
            [ones(1, 3, 16, 32), ones([1, 16, 32], ScalarType.Int64), ones([1, 2], ScalarType.Int64)],
            [ones(1, 3, 16, 32), ones([1, 16, 32], ScalarType.Int64), ones([1, 3], ScalarType.Int64)]);
        var half = new RgbImage(6, 4);
        half.Pixels.AsSpan(0, 36).Fill(255);

        var mask = new ArchiveSegmenter(segmenting).Segment(half, [(1, 1, true)]);
        var box = Assert.Single(new ArchiveDetector(detecting).Detect(Pictures.Waves(40, 20, 1), [5, 6]));

        Assert.Equal(Enumerable.Range(0, 24).Select(i => i < 12), mask);
        Assert.Equal((8f, 4f, 16f, 8f), (box.X, box.Y, box.Width, box.Height));
    }

    private static RgbImage Grey(int level, int width = 8, int height = 6)
    {
        var image = new RgbImage(width, height);
        image.Pixels.AsSpan().Fill((byte)level);
        return image;
    }

    // The proof in a child process has tests of its own.
    private ScriptNetwork Load(
        string methods, Func<ArchiveManifest, ArchiveManifest> change, params ReadOnlySpan<Tensor[]> cases)
    {
        var archive = _folder.Record(methods, change, cases);
        var manifest = ArchiveManifest.Read(archive);
        ArchiveGate.Require(archive, manifest);
        return ScriptNetwork.LoadProven(archive, manifest);
    }
}
