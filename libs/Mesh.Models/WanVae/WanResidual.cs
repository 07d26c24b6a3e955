using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.WanVae;

/// <summary>Two convolutions behind norms, around a shortcut, which is a convolution where channels change.</summary>
internal sealed class WanResidual : Module<Tensor, ChunkCache, Tensor>
{
    private readonly NormConvs residual;
    private readonly WanCausalConv? shortcut;

    public WanResidual(long inChannels, long outChannels, Layers layers)
        : base(nameof(WanResidual))
    {
        residual = new NormConvs(inChannels, outChannels, layers);
        shortcut = inChannels == outChannels ? null : new WanCausalConv(inChannels, outChannels, 1, 1, layers);
        RegisterComponents();
    }

    /// <param name="x">[B, in, T, H, W].</param>
    /// <param name="cache">What came before.</param>
    /// <returns>[B, out, T, H, W].</returns>
    public override Tensor forward(Tensor x, ChunkCache cache)
    {
        using var scope = NewDisposeScope();
        return ((shortcut?.call(x, cache) ?? x) + residual.call(x, cache)).MoveToOuterDisposeScope();
    }

    /// <summary>Numbered in the published names: norm, SiLU, convolution, norm, SiLU, dropout, convolution.</summary>
    private sealed class NormConvs : Module<Tensor, ChunkCache, Tensor>
    {
        private readonly NormSiluConv _first;
        private readonly NormSiluConv _second;

        public NormConvs(long inChannels, long outChannels, Layers layers)
            : base(nameof(NormConvs))
        {
            _first = new NormSiluConv(inChannels, outChannels, layers);
            _second = new NormSiluConv(outChannels, outChannels, layers);
            register_module("0", _first.Norm);
            register_module("2", _first.Conv);
            register_module("3", _second.Norm);
            register_module("6", _second.Conv);
        }

        public override Tensor forward(Tensor x, ChunkCache cache)
        {
            using var scope = NewDisposeScope();
            return _second.Of(_first.Of(x, cache), cache).MoveToOuterDisposeScope();
        }
    }
}
