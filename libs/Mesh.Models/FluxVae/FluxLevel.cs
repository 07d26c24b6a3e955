using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.FluxVae;

/// <summary>Residual blocks of one resolution, then a step to the next.</summary>
internal sealed class FluxLevel : Module<Tensor, Tensor>
{
    private readonly ModuleList<FluxResnet> resnets;
    private readonly ModuleList<FluxStep>? downsamplers;
    private readonly ModuleList<FluxStep>? upsamplers;

    private FluxLevel(
        FluxVaeConfig config, int from, int to, int count, bool down, bool up, Layers layers)
        : base(nameof(FluxLevel))
    {
        resnets = new([.. Enumerable.Range(0, count)
            .Select(i => new FluxResnet(config, i == 0 ? from : to, to, layers))]);
        downsamplers = down ? new(new FluxStep(to, isDown: true, layers)) : null;
        upsamplers = up ? new(new FluxStep(to, isDown: false, layers)) : null;
        RegisterComponents();
    }

    /// <summary>A level of the encoder, counted from the highest resolution.</summary>
    public static FluxLevel Down(FluxVaeConfig config, int index, Layers layers)
    {
        var channels = config.BlockChannels;
        return new(
            config, channels[Math.Max(0, index - 1)], channels[index], config.NumLayers,
            down: index < channels.Count - 1, up: false, layers);
    }

    /// <summary>A level of the decoder, counted from the lowest resolution.</summary>
    public static FluxLevel Up(FluxVaeConfig config, int index, Layers layers)
    {
        var channels = config.BlockChannels.Reverse().ToArray();
        return new(
            config, channels[Math.Max(0, index - 1)], channels[index], config.NumLayers + 1,
            down: false, up: index < channels.Length - 1, layers);
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = x.alias();
        foreach (var block in resnets)
            y = block.call(y).InPlaceOf(y);
        foreach (var step in downsamplers ?? upsamplers ?? [])
            y = step.call(y).InPlaceOf(y);
        return y.MoveToOuterDisposeScope();
    }

    /// <summary>Halves or doubles both sides.</summary>
    private sealed class FluxStep : Module<Tensor, Tensor>
    {
        private readonly Conv2d conv;
        private readonly bool _isDown;

        public FluxStep(int channels, bool isDown, Layers layers)
            : base(nameof(FluxStep))
        {
            conv = isDown
                ? Conv2d(channels, channels, 3, stride: 2, device: layers.Device, dtype: layers.DType)
                : FluxConv.Same(channels, channels, layers);
            _isDown = isDown;
            RegisterComponents();
        }

        // Halving pads at the right and at the bottom alone.
        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var y = _isDown
                ? functional.pad(x, [0, 1, 0, 1])
                : x.repeat_interleave(2, 2).repeat_interleave(2, 3);
            return conv.call(y).MoveToOuterDisposeScope();
        }
    }
}
