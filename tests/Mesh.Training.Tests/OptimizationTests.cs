using Mesh.Distributed;
using Mesh.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Training.Tests;

public sealed class OptimizationTests
{
    [Fact]
    public void Two_ranks_give_the_gradient_of_one_with_the_double_batch()
    {
        var x = randn([8, 6], generator: new Generator(1));
        var alone = Gradient(new SingleRank(), x);
        var shared = LocalRanks.Run(2, (rank, group) => Gradient(group, x.narrow(0, 4 * rank, 4)));

        Assert.Equal(shared[0], shared[1]);
        Assert.All(alone.Zip(shared[0]), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));

        static float[] Gradient(IProcessGroup group, Tensor x)
        {
            var network = TinyTask.Network();
            using var optimization = TinyTask.Optimization(network, group);
            TinyTask.Loss(network, x).backward();
            optimization.Weights.GatherGradients();
            group.AllReduceMean([optimization.Weights.Grad]);
            return optimization.Weights.Grad.data<float>().ToArray();
        }
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(12, 4)]
    [InlineData(4, 9)]
    public void Newton_Schulz_brings_every_singular_value_near_one(int rows, int columns)
    {
        var matrices = randn([3, rows, columns], generator: new Generator(5));
        var values = linalg.svdvals(NewtonSchulz.Orthogonalize(matrices, iterations: 8));

        Assert.True(values.min().ToSingle() > 0.6);
        Assert.True(values.max().ToSingle() < 1.3);
    }

    [Fact]
    public void Ranks_that_share_the_matrices_of_Muon_get_the_weights_of_one()
    {
        var alone = Step(new SingleRank());
        var shared = LocalRanks.Run(2, (_, group) => Step(group));

        Assert.Equal(alone, shared[0]);
        Assert.Equal(alone, shared[1]);

        static float[] Step(IProcessGroup group)
        {
            var network = TinyTask.Network();
            using var optimization = TinyTask.Optimization(network, group);
            var x = randn([8, 6], generator: new Generator(1));
            optimization.Step(0, 1, () => TinyTask.Loss(network, x));
            return optimization.Weights.Flat.data<float>().ToArray();
        }
    }

    [Fact]
    public void A_weight_of_stacked_square_matrices_is_cut_into_them()
    {
        var network = nn.Linear(4, 12, hasBias: false);
        using var weights = new MasterWeights([("qkv.", network)], ScalarType.Float32, (_, _) => true);

        var slices = MatrixSlice.Of(weights.Views[0]).ToArray();

        Assert.Equal([new(0, 4, 4), new(16, 4, 4), new(32, 4, 4)], slices);
    }

    [Fact]
    public void The_average_follows_its_law()
    {
        var network = nn.Linear(1, 1, hasBias: false);
        using var weights = new MasterWeights([("", network)], ScalarType.Float32, (_, _) => false);
        using var ema = new Ema(weights, decay: 0.5);
        var expected = weights.Flat.ToSingle();

        for (var step = 0; step < 20; step++)
        {
            weights.Flat.add_(1);
            ema.Step(step);
            var decay = Math.Min(0.5, (1.0 + step) / (10.0 + step));
            expected = (float)(decay * expected + (1 - decay) * weights.Flat.ToSingle());
            Assert.Equal(expected, ema.Average.ToSingle(), 1e-4f);
        }
    }

    [Fact]
    public void Networks_compute_in_bfloat16_from_float32_masters()
    {
        var network = nn.Linear(3, 2);
        using var weights = new MasterWeights([("net.", network)], ScalarType.BFloat16, (_, w) => w.dim() == 2);
        weights.Flat.fill_(1.001953125f);  // lies between two bfloat16 numbers
        weights.Publish();

        Assert.Equal(ScalarType.BFloat16, network.weight.dtype);
        Assert.Equal(1.001953125f, weights.Flat[0].ToSingle());
        Assert.Equal(1f, network.weight.to(ScalarType.Float32)[0, 0].ToSingle());
        Assert.Equal(6, weights.NumMatrixValues);
        Assert.Equal(["weight", "bias"], weights.Named(weights.Flat, "net.").Select(pair => pair.Key));
    }
}
