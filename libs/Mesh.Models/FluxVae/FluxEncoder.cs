using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.FluxVae;

/// <summary>Picture to moments.</summary>
internal sealed class FluxEncoder : Module<Tensor, Tensor>
{
    private readonly Conv2d conv_in;
    private readonly ModuleList<FluxLevel> down_blocks;
    private readonly FluxMiddle mid_block;
    private readonly WideGroupNorm conv_norm_out;
    private readonly Conv2d conv_out;

    public FluxEncoder(FluxVaeConfig config, Layers layers)
        : base(nameof(FluxEncoder))
    {
        var channels = config.BlockChannels;
        conv_in = FluxConv.Same(config.PictureChannels, channels[0], layers);
        down_blocks = new([.. channels.Select((_, i) => FluxLevel.Down(config, i, layers))]);
        mid_block = new FluxMiddle(config, layers);
        conv_norm_out = FluxConv.Norm(config, channels[^1], layers);
        conv_out = FluxConv.Same(channels[^1], 2 * config.LatentChannels, layers);
        RegisterComponents();
    }

    /// <param name="x">[B, 3, H, W].</param>
    /// <returns>[B, 2 C, h, w].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = conv_in.call(x);
        foreach (var block in down_blocks)
            y = block.call(y).InPlaceOf(y);
        y = mid_block.call(y).InPlaceOf(y);
        return conv_out.call(functional.silu(conv_norm_out.call(y))).MoveToOuterDisposeScope();
    }
}

/// <summary>Latent to picture.</summary>
internal sealed class FluxDecoder : Module<Tensor, Tensor>
{
    private readonly Conv2d conv_in;
    private readonly FluxMiddle mid_block;
    private readonly ModuleList<FluxLevel> up_blocks;
    private readonly WideGroupNorm conv_norm_out;
    private readonly Conv2d conv_out;

    public FluxDecoder(FluxVaeConfig config, Layers layers)
        : base(nameof(FluxDecoder))
    {
        var channels = config.BlockChannels;
        conv_in = FluxConv.Same(config.LatentChannels, channels[^1], layers);
        mid_block = new FluxMiddle(config, layers);
        up_blocks = new([.. channels.Select((_, i) => FluxLevel.Up(config, i, layers))]);
        conv_norm_out = FluxConv.Norm(config, channels[0], layers);
        conv_out = FluxConv.Same(channels[0], config.PictureChannels, layers);
        RegisterComponents();
    }

    /// <param name="x">[B, C, h, w].</param>
    /// <returns>[B, 3, H, W].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = conv_in.call(x);
        y = mid_block.call(y).InPlaceOf(y);
        foreach (var block in up_blocks)
            y = block.call(y).InPlaceOf(y);
        return conv_out.call(functional.silu(conv_norm_out.call(y))).MoveToOuterDisposeScope();
    }
}
