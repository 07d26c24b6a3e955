// N patches, C hidden size, W numbers of a patch, m patches of a merged cell, O output channels

using Mesh.Models.Llama;
using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.QwenVl;

/// <summary>Vision transformer at any size: most layers see windows, a few whole frames.</summary>
internal sealed class QwenVlVision : Module<Tensor, IReadOnlyList<PatchGrid>, Tensor>
{
    private readonly QwenVlPatchEmbed patch_embed;
    private readonly ModuleList<QwenVlVisionBlock> blocks;
    private readonly QwenVlMerger merger;
    private readonly QwenVlVisionConfig _config;

    public QwenVlVision(QwenVlVisionConfig config, Layers layers)
        : base(nameof(QwenVlVision))
    {
        _config = config;
        patch_embed = new QwenVlPatchEmbed(config, layers);
        blocks = new ModuleList<QwenVlVisionBlock>(
            [.. Enumerable.Range(0, config.NumLayers).Select(_ => new QwenVlVisionBlock(config, layers))]);
        merger = new QwenVlMerger(config, layers);
        RegisterComponents();
    }

    /// <param name="rows">Patches of all pictures, [N, W].</param>
    /// <param name="grids">One for each picture.</param>
    /// <returns>Merged cells in the order of the patches, [N / m, O].</returns>
    /// <exception cref="ShapeException">There are more or fewer patches than the grids have.</exception>
    public override Tensor forward(Tensor rows, IReadOnlyList<PatchGrid> grids)
    {
        var patches = grids.Sum(grid => (long)grid.Patches);
        if (rows.shape is not [var N, var W] || N != patches || W != _config.PatchLength)
            throw new ShapeException(nameof(rows), $"[{patches}, {_config.PatchLength}]", rows.shape);

        using var scope = NewDisposeScope();
        var layout = new VisionLayout(grids, _config);
        var order = tensor(layout.Cells.ToArray(), device: rows.device);
        var rope = new HalfRope(ByCells(Angles(layout, rows.device), order).unsqueeze(0));
        var windows = new QwenVlVisionContext(rope, new Segments(layout.Windows, rows.device));
        var frames = new QwenVlVisionContext(rope, new Segments(layout.Frames, rows.device));

        var x = ByCells(patch_embed.call(rows), order);
        foreach (var (i, block) in blocks.Index())
            x = block.call(x, _config.FullAttentionLayers.Contains(i) ? frames : windows);
        return merger.call(x).index_select(0, order.argsort()).MoveToOuterDisposeScope();
    }

    // [N, D / 2]: a quarter of the head turns by the row and its partner quarter by the column.
    private Tensor Angles(VisionLayout layout, Device device)
    {
        var places = stack([tensor(layout.Rows.ToArray()), tensor(layout.Columns.ToArray())], 1).to(device);  // [N, 2]
        return HalfRope.Angles(places, _config.HeadDim / 2, _config.RopeTheta).flatten(1);
    }

    private Tensor ByCells(Tensor x, Tensor order) =>
        x.unflatten(0, -1, _config.MergeSize * _config.MergeSize).index_select(0, order).flatten(0, 1);
}

/// <summary>
/// Patches to vectors. The published weights are those of a convolution whose windows do not overlap.
/// </summary>
internal sealed class QwenVlPatchEmbed : Module<Tensor, Tensor>
{
    private readonly Conv3d proj;

    public QwenVlPatchEmbed(QwenVlVisionConfig config, Layers layers)
        : base(nameof(QwenVlPatchEmbed))
    {
        var window = (config.FramesPerPatch, config.PatchSize, config.PatchSize);
        proj = Conv3d(
            config.Channels, config.HiddenSize, window, window, bias: false,
            device: layers.Device, dtype: layers.DType);
        RegisterComponents();
    }

    /// <param name="rows">[N, W].</param>
    /// <returns>[N, C].</returns>
    public override Tensor forward(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var weight = proj.weight!;
        return functional.linear(rows.to(weight.dtype), weight.flatten(1)).MoveToOuterDisposeScope();
    }
}
