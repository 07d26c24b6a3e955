using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.MmDit;

// B batch, L text tokens, C hidden size

/// <summary>A small transformer over text tokens that sees the timestep and the mean token.</summary>
/// <remarks>HunyuanVideo report, arXiv:2412.03603, section 4.3.</remarks>
internal sealed class TokenRefiner : Module<Tensor, Tensor, Tensor?, Tensor>
{
    private readonly Module<Tensor, Tensor> input_embedder;
    private readonly TimestepEmbedder t_embedder;
    private readonly TextEmbed c_embedder;
    private readonly RefinerStack individual_token_refiner;

    public TokenRefiner(MmDitConfig config, Layers layers)
        : base(nameof(TokenRefiner))
    {
        var C = config.HiddenSize;
        input_embedder = layers.Linear(nameof(input_embedder), config.TextChannels, C, bias: true);
        t_embedder = new TimestepEmbedder(config.FreqDim, C, layers);
        c_embedder = new TextEmbed(config.TextChannels, C, layers);
        individual_token_refiner = new RefinerStack(config, layers);
        RegisterComponents();
    }

    /// <param name="tokens">[B, L, TextChannels].</param>
    /// <param name="timestep">0 to 1000, [B].</param>
    /// <param name="visible">1 for a real token, [B, L]; null when no token is padding.</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor tokens, Tensor timestep, Tensor? visible)
    {
        using var scope = NewDisposeScope();
        var condition = t_embedder.call(timestep) + c_embedder.call(Mean(tokens, visible));
        var mask = visible is null ? null : KeyMask.Additive(WithFirst(visible), tokens.dtype);
        return individual_token_refiner.call(input_embedder.call(tokens), condition, mask).MoveToOuterDisposeScope();
    }

    private static Tensor Mean(Tensor tokens, Tensor? visible)
    {
        if (visible is null)
            return tokens.to(ScalarType.Float32).mean([1]).to(tokens.dtype);

        var weights = visible.to(ScalarType.Float32).unsqueeze(-1);
        return ((tokens.to(ScalarType.Float32) * weights).sum(1) / weights.sum(1)).to(tokens.dtype);
    }

    // A sample without any token would have nothing to attend to: the first key is always seen.
    private static Tensor WithFirst(Tensor visible) =>
        cat([visible.narrow(1, 0, 1).ones_like(), visible.narrow(1, 1, visible.shape[1] - 1)], 1);
}
