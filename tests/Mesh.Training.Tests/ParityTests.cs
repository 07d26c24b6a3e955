using System.Globalization;
using Mesh.Distributed;
using Mesh.Distributed.Tests;
using Mesh.Parity.Tests;
using static TorchSharp.torch;

namespace Mesh.Training.Tests;

/// <summary>The recorded training, on one rank and on processes in every grid.</summary>
public sealed class ParityTests
{
    private const string Steps = "adamw.loss_and_gradnorm";

    [Fact]
    public void One_rank_repeats_the_recorded_training()
    {
        using var training = new GoldenTraining(MeshRank.Alone);
        Verify(training);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Ranks_in_every_grid_repeat_the_recorded_training(int ranks) =>
        RankProcesses.Run(ranks, nameof(Scenarios.Parity));

    [Fact]
    public void Memory_of_a_rank_falls_with_the_number_of_shards() => RankProcesses.Run(4, nameof(Scenarios.Memory));

    [Fact]
    public void Frozen_weights_are_sharded_too_and_get_no_gradient() =>
        RankProcesses.Run(2, nameof(Scenarios.Frozen));

    [Fact]
    public void Micro_batches_add_up_to_the_batch()
    {
        using var whole = new GoldenTraining(MeshRank.Alone);
        using var parts = new GoldenTraining(MeshRank.Alone);

        var expected = whole.Gradient();
        var actual = parts.Gradient(microBatches: 2);

        Assert.Equal(expected.Loss, actual.Loss, 1e-6);
        Assert.Equal(expected.GradNorm, actual.GradNorm, 1e-5);
    }

    [Fact]
    public void Networks_compute_in_bfloat16_from_float32_masters()
    {
        using var training = new GoldenTraining(MeshRank.Alone, ScalarType.BFloat16);
        var (loss, norm) = training.Step(0);
        var recorded = training.Recorded(Steps)[0];

        // 8 bits of mantissa: 1/256 relative on every activation.
        Assert.Equal(recorded[0].item<float>(), loss, 0.02 * loss);
        Assert.Equal(recorded[1].item<float>(), norm, 0.05 * norm);
        Assert.All(training.Weights.Trained, weights => Assert.Equal(ScalarType.Float32, weights.Shard.dtype));
        Assert.All(
            training.Weights.Trained.SelectMany(weights => weights.Slots),
            slot => Assert.Equal(ScalarType.BFloat16, slot.Weight.dtype));
    }

    internal static void Verify(GoldenTraining training)
    {
        var recorded = training.Recorded(Steps);
        for (var step = 0; step < recorded.shape[0]; step++)
        {
            using var scope = NewDisposeScope();
            if (step == recorded.shape[0] - 1)
                VerifyGradients(training);
            var (loss, norm) = training.Step(step);
            var name = string.Create(CultureInfo.InvariantCulture, $"{Steps}[{step}]");
            Close.Assert(name, tensor((double[])[loss, norm]), recorded[step]);
        }
        VerifyWeights(training);
    }

    // Recorded after clipping.
    private static void VerifyGradients(GoldenTraining training)
    {
        using var scope = NewDisposeScope();
        var (_, norm) = training.Gradient();
        var scale = Math.Min(1, 1 / norm);
        foreach (var (name, grad) in training.Whole(weights => weights.Grad!))
            Close.Assert($"grad.{name}", grad * scale, training.Recorded($"grad.{name}"));
        training.Optimizer.Skip();
    }

    private static void VerifyWeights(GoldenTraining training)
    {
        using var scope = NewDisposeScope();
        foreach (var (name, weight) in training.Whole(weights => weights.Shard))
            Close.Assert($"w.{name}", weight, training.Recorded($"w.{name}"));
    }
}
