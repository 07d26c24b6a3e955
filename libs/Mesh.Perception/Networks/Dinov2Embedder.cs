using Mesh.Models.Vit;
using Mesh.Video;
using Mesh.Video.Perception;
using Mesh.Video.Processors;
using static TorchSharp.torch;

namespace Mesh.Perception.Networks;

/// <summary>Finds near-duplicates: the mean direction of the class tokens of a clip's frames.</summary>
/// <remarks>Oquab et al. 2023, arXiv:2304.07193; for deduplication as in Bai et al. 2025 (Ditto), section 3.</remarks>
public sealed class Dinov2Embedder : IClipEmbedder, IDisposable
{
    private const int BatchSize = 16;
    private const int ShortSide = 256;
    private const int Side = 224;

    private readonly Lock _gate = new();
    private readonly Dinov2Model _network;
    private readonly ImageProcessor _processor;
    private readonly Placement _placement;

    private Dinov2Embedder(string name, Dinov2Model network, ImageProcessor processor, Placement placement) =>
        (Name, _network, _processor, _placement) = (name, network, processor, placement);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Dimensions => _network.Config.HiddenSize;

    /// <param name="folder">As published: config.json, safetensors and, if wanted, preprocessor_config.json.</param>
    /// <param name="placement">Null for float32 on the CPU.</param>
    /// <exception cref="PerceptionException">A file is missing, or does not fit; the message names it.</exception>
    public static Dinov2Embedder Load(string folder, Placement? placement = null)
    {
        placement ??= Placement.Cpu;
        var files = new PublishedFolder(folder);
        var config = files.Config(VitFolder.Config);
        var processor = VitFolder.Processor(files, new()
        {
            Size = SizeRules.ShorterSide(ShortSide),
            CropSize = new(Side, Side),
            Normalization = PixelNormalization.ImageNet,
        });
        var network = files.Weights(() => new Dinov2Model(config, placement.Layers), static name => name);
        return new(files.Name, network, processor, placement);
    }

    /// <inheritdoc/>
    public float[] Embed(IReadOnlyList<RgbImage> frames, CancellationToken cancellation = default)
    {
        FrameBatches.Require(frames);
        lock (_gate)
        {
            using var ungraded = no_grad();
            using var scope = NewDisposeScope();
            var sum = zeros(Dimensions);
            foreach (var batch in frames.Chunk(BatchSize))
            {
                cancellation.ThrowIfCancellationRequested();
                using var inner = NewDisposeScope();
                var tokens = _network.call(FrameBatches.Pixels(batch, _processor, _placement)).select(1, 0);
                sum.add_(Unit(tokens.to(ScalarType.Float32)).sum(dim: 0).cpu());
            }
            return Unit(sum).data<float>().ToArray();
        }
    }

    public void Dispose() => _network.Dispose();

    private static Tensor Unit(Tensor x) => x / x.norm(-1, keepdim: true).clamp_min(1e-12);
}
