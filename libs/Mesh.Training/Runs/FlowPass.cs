using Mesh.Diffusion;
using Mesh.Models;
using Mesh.Models.MmDit;
using Mesh.Training.Data;
using Mesh.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Training.Runs;

/// <summary>Rectified-flow velocity of an in-context editor on one pass of samples.</summary>
/// <remarks>
/// Liu et al. 2022, arXiv:2209.03003, section 2.1. Everything drawn for a sample follows from (seed, stage, step,
/// number of the sample), so that it does not matter which rank has it.
/// </remarks>
/// <param name="model">The transformer.</param>
/// <param name="recipe">How times, dropout and guidance are.</param>
/// <param name="samples">Where samples come from.</param>
/// <param name="device">Where the network is.</param>
public sealed class FlowPass(MmDitModel model, TrainingRecipe recipe, ISampleSource samples, Device device)
{
    /// <summary>Reads the samples of a pass and draws what is random about them.</summary>
    /// <returns>Owned by the current dispose scope.</returns>
    public (MmDitInput Input, Tensor Velocity) Prepare(MicroBatch pass, string stage, int step)
    {
        var parts = pass.Samples.Select(sample => Draw(sample, stage, step)).ToList();
        var target = Joined(part => part.Sample.Target);
        var noise = Joined(part => part.Noise);
        var times = tensor(parts.Select(part => (float)part.Time).ToArray(), device: device);
        var text = new TextCondition(
            Batched(part => part.Text.Tokens), Batched(part => part.Text.Mask), Batched(part => part.Text.Pooled));
        var guidance = recipe.Transformer.GuidanceEmbed
            ? full([parts.Count], recipe.Guidance, ScalarType.Float32, device)
            : null;
        var noisy = FlowMatching.Interpolate(target, noise, times);
        var input = new MmDitInput(noisy, Joined(part => part.Sample.Source), text, times * 1000, guidance);
        return (input, noise - target);

        Tensor Joined(Func<Drawn, Tensor> of) =>
            stack([.. parts.Select(part => of(part).to(ScalarType.Float32))]).to(device);

        Tensor Batched(Func<Drawn, Tensor> of) => cat([.. parts.Select(of)], 0).to(device);
    }

    /// <summary>Sum over the samples of the mean squared error; differentiable.</summary>
    public Tensor Loss(MmDitInput input, Tensor velocity)
    {
        using var scope = NewDisposeScope();
        var error = model.call(input).to(ScalarType.Float32) - velocity;
        return error.square().mean([1, 2, 3, 4]).sum().MoveToOuterDisposeScope();
    }

    private Drawn Draw(int number, string stage, int step)
    {
        using var random = new Generator(TrainingRandom.Seed(recipe.Seed, stage, step, number));
        var sample = samples.Read(number);
        var time = recipe.Times.Draw(random);
        var isDropped = rand([1], generator: random).ToSingle() < recipe.InstructionDropout;
        var noise = randn(sample.Target.shape, generator: random);
        return new Drawn(sample, isDropped ? samples.NoInstruction : sample.Text, time, noise);
    }

    private sealed record Drawn(TrainingSample Sample, TextCondition Text, double Time, Tensor Noise);
}
