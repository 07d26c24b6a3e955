using System.Text.Json;
using Mesh.Models.DepthAnything;
using Mesh.Video;
using Mesh.Video.Perception;
using Mesh.Video.Processors;
using static TorchSharp.torch;

namespace Mesh.Perception.Networks;

/// <summary>Depth frame by frame; frames of one clip share no scale beyond what the network gives them.</summary>
/// <remarks>Yang et al. 2024 (Depth Anything V2), arXiv:2406.09414.</remarks>
public sealed class DepthAnythingEstimator : IDepthEstimator, IDisposable
{
    private const int BatchSize = 4;
    private const int Side = 518;

    private readonly Lock _gate = new();
    private readonly DepthAnythingModel _network;
    private readonly ImageProcessor _processor;
    private readonly Placement _placement;

    private DepthAnythingEstimator(
        string name, DepthAnythingModel network, ImageProcessor processor, Placement placement) =>
        (Name, _network, _processor, _placement) = (name, network, processor, placement);

    /// <inheritdoc/>
    public string Name { get; }

    /// <param name="folder">As published: config.json, safetensors and, if wanted, preprocessor_config.json.</param>
    /// <param name="placement">Null for float32 on the CPU.</param>
    /// <exception cref="PerceptionException">
    /// A file is missing or does not fit, or the network tells metres; the message names the file.
    /// </exception>
    public static DepthAnythingEstimator Load(string folder, Placement? placement = null)
    {
        placement ??= Placement.Cpu;
        var files = new PublishedFolder(folder);
        var config = files.Config(Config);
        var processor = VitFolder.Processor(files, new()
        {
            Size = SizeRules.NearestScale(new(Side, Side), config.Backbone.PatchSize),
            Normalization = PixelNormalization.ImageNet,
        });
        var network = files.Weights(() => new DepthAnythingModel(config, placement.Layers), static name => name);
        return new(files.Name, network, processor, placement);
    }

    /// <inheritdoc/>
    public IReadOnlyList<DepthMap> Estimate(
        IReadOnlyList<RgbImage> frames, CancellationToken cancellation = default)
    {
        var size = FrameBatches.Require(frames);
        var maps = new List<DepthMap>();
        lock (_gate)
        {
            using var ungraded = no_grad();
            foreach (var batch in frames.Chunk(BatchSize))
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var depth = _network.call(FrameBatches.Pixels(batch, _processor, _placement));
                var resized = DepthAnythingModel.Resize(depth.to(ScalarType.Float32), size.Height, size.Width);
                var numbers = resized.clamp_min(0).cpu().contiguous().data<float>().ToArray();
                maps.AddRange(numbers.Chunk(size.Width * size.Height)
                    .Select(map => new DepthMap(size.Width, size.Height, map)));
            }
        }
        return maps;
    }

    public void Dispose() => _network.Dispose();

    private static DepthAnythingConfig Config(JsonElement json)
    {
        var backbone = json.GetProperty("backbone_config");
        var kind = VitFolder.Optional(json, "depth_estimation_type")?.GetString() ?? "relative";
        if (kind != "relative")
            throw new ArgumentException($"depth_estimation_type must be relative, got {kind}.");

        return new()
        {
            Backbone = VitFolder.Config(backbone),
            Blocks = Integers(backbone, "out_indices"),
            Factors = [.. json.GetProperty("reassemble_factors").EnumerateArray().Select(item => item.GetDouble())],
            NeckChannels = Integers(json, "neck_hidden_sizes"),
            FusionChannels = json.GetProperty("fusion_hidden_size").GetInt32(),
            HeadChannels = json.GetProperty("head_hidden_size").GetInt32(),
        };
    }

    private static int[] Integers(JsonElement json, string name) =>
        [.. json.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];
}
