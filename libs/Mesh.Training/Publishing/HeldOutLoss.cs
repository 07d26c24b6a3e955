using Mesh.Models.MmDit;
using Mesh.Tensors;
using Mesh.Training.Data;
using Mesh.Training.Recipes;
using Mesh.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Training.Publishing;

/// <summary>Scores published weights on samples that no run learns from, with the same draws every time.</summary>
/// <param name="recipe">Network and objective.</param>
/// <param name="samples">The held-out samples.</param>
public sealed class HeldOutLoss(TrainingRecipe recipe, ISampleSource samples)
{
    private const string Stage = "held-out";

    /// <summary>Mean loss of a file of weights.</summary>
    /// <exception cref="InvalidDataException">The weights are of another network.</exception>
    public double Of(string weights)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var model = new MmDitModel(recipe.Transformer);
        using (var published = Checkpoint.Open(weights))
            StateDict.Load(model, published);
        var flow = new FlowPass(model, recipe with { InstructionDropout = 0 }, samples, CPU);
        return Enumerable.Range(0, samples.Buckets.Count).Average(sample =>
        {
            using var pass = NewDisposeScope();
            var (input, velocity) = flow.Prepare(new MicroBatch(samples.Buckets[sample], [sample]), Stage, step: 0);
            return flow.Loss(input, velocity).ToDouble();
        });
    }
}
