using Mesh.Models;
using Mesh.Models.MmDit;
using static TorchSharp.torch;

namespace Mesh.Training.Flow;

/// <summary>Flow matching of an in-context editor: noised target, source in context, instruction.</summary>
/// <remarks>Lipman et al. 2022, arXiv:2210.02747, section 3.2; source in context as in ICVE.</remarks>
/// <param name="model">The transformer, in the element type it computes in.</param>
/// <param name="encode">Token ids [B, L] to a condition; trained along when it is differentiable.</param>
/// <param name="noInstruction">Token ids of the empty instruction, [1, L].</param>
/// <param name="objective">Prediction and weights.</param>
public sealed class FlowTrainer(
    MmDitModel model, Func<Tensor, TextCondition> encode, Tensor noInstruction, FlowObjective objective)
{
    /// <summary>The loss of one batch; differentiable.</summary>
    /// <param name="batch">Latents of any floating type.</param>
    /// <param name="random">Draws times, noise and dropped instructions.</param>
    public Tensor Loss(FlowBatch batch, Generator random)
    {
        using var scope = NewDisposeScope();
        var source = batch.Source.to(ScalarType.Float32);
        var target = batch.Target.to(ScalarType.Float32);
        var t = FlowTimes.Draw(source.shape[0], objective.Shift, objective.PureNoise, random, source.device);
        var time = t.view(-1, 1, 1, 1, 1);
        var noise = randn(source.shape, ScalarType.Float32, source.device, generator: random);

        var noisy = (1 - time) * target + time * noise;
        var text = encode(Dropped(batch.Instructions, random));
        var output = model.call(new MmDitInput(noisy, source, text, 1000 * t, null));
        return FlowLoss.Of(output.to(ScalarType.Float32), source, target, noise, time, objective)
            .MoveToOuterDisposeScope();
    }

    private Tensor Dropped(Tensor instructions, Generator random)
    {
        var drop = rand([instructions.shape[0], 1], ScalarType.Float32, instructions.device, generator: random)
            < objective.InstructionDropout;
        return where(drop, noInstruction, instructions);
    }
}
