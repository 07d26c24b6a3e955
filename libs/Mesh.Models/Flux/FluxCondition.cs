using Mesh.Models.JointDit;
using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Flux;

/// <summary>Time, guidance scale and pooled prompt as one vector.</summary>
internal sealed class FluxCondition : Module<Tensor, Tensor?, Tensor, Tensor>
{
    private const double Scale = 1000;

    private readonly ConditionEmbedder timestep_embedder;
    private readonly ConditionEmbedder? guidance_embedder;
    private readonly ConditionEmbedder text_embedder;

    public FluxCondition(FluxConfig config, Layers layers)
        : base(nameof(FluxCondition))
    {
        var C = config.HiddenSize;
        timestep_embedder = new ConditionEmbedder(ConditionEmbedder.Frequencies, C, layers);
        guidance_embedder = config.GuidanceEmbed
            ? new ConditionEmbedder(ConditionEmbedder.Frequencies, C, layers)
            : null;
        text_embedder = new ConditionEmbedder(config.PooledChannels, C, layers);
        RegisterComponents();
    }

    /// <param name="time">Flow time in [0, 1], [B].</param>
    /// <param name="guidance">Guidance scale, [B]; null when the network has none.</param>
    /// <param name="pooled">[B, PooledChannels].</param>
    /// <returns>[B, C].</returns>
    public override Tensor forward(Tensor time, Tensor? guidance, Tensor pooled)
    {
        using var scope = NewDisposeScope();
        var condition = timestep_embedder.OfNumber(time.to(ScalarType.Float32) * Scale) + text_embedder.call(pooled);
        if (guidance_embedder is not null)
            condition = condition + guidance_embedder.OfNumber(guidance!.to(ScalarType.Float32) * Scale);
        return condition.MoveToOuterDisposeScope();
    }
}
