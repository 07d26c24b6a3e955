using Mesh.Diffusion;
using Mesh.Training.Flow;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Training.Tests;

public sealed class FlowLossTests : IDisposable
{
    private readonly Generator _random = new(11);

    public void Dispose() => _random.Dispose();

    private Tensor Latent() => randn([2, 3, 2, 4, 4], generator: _random);

    [Theory]
    [InlineData(Prediction.Velocity)]
    [InlineData(Prediction.SourceResidual)]
    public void The_exact_answer_has_no_loss(Prediction prediction)
    {
        var (source, target, noise) = (Latent(), Latent(), Latent());
        var answer = prediction == Prediction.Velocity ? noise - target : target - source;

        var loss = FlowLoss.Of(
            answer, source, target, noise, full([2, 1, 1, 1, 1], 0.7f), new FlowObjective { Prediction = prediction });

        Assert.Equal(0, loss.ToSingle());
    }

    [Fact]
    public void Cells_that_change_and_samples_that_change_little_weigh_more()
    {
        var source = zeros([2, 3, 1, 2, 2]);
        var target = zeros([2, 3, 1, 2, 2]);
        target[0, TensorIndex.Colon, 0, 0, 0].fill_(1);   // b = 1/4
        target[1, TensorIndex.Colon, 0, 0, 0].fill_(2);   // b = 1

        var weights = FlowLoss.Weights(source, target, new FlowObjective());

        Assert.Equal(3, (weights[0, 0, 0, 0, 0] / weights[0, 0, 0, 1, 1]).ToSingle(), 1e-5f);
        var expected = Math.Pow(1.01 / 0.26, 0.8);
        Assert.Equal(expected, (weights[0, 0, 0, 1, 1] / weights[1, 0, 0, 1, 1]).ToSingle(), 1e-4);
    }

    [Fact]
    public void Times_are_pure_noise_as_often_as_asked_and_never_outside_their_range()
    {
        var times = FlowTimes.Draw(20_000, shift: 3, pureNoise: 0.4, _random).data<float>().ToArray();

        Assert.All(times, t => Assert.InRange(t, 0, 1));
        Assert.InRange(times.Count(t => t == 1) / 20_000.0, 0.38, 0.42);
        Assert.InRange(times.Where(t => t < 1).Average(), 0.63, 0.69);  // mean of shift 3: 3/2 - 3/4 ln 3 = 0.676
    }

    [Fact]
    public void A_drawn_pair_is_a_row_of_the_pool_with_its_own_source()
    {
        using var pool = new PairPool(
            arange(3).view(3, 1, 1, 1, 1).to(ScalarType.BFloat16),
            arange(6).view(6, 1, 1, 1, 1).to(ScalarType.BFloat16),
            tensor((long[])[0, 0, 1, 1, 2, 2]),
            arange(6).view(6, 1));

        var batch = pool.Draw(32, _random);

        Assert.True(batch.Source.flatten().equal((batch.Target / 2).floor().flatten()).all().ToBoolean());
        Assert.True(batch.Target.flatten().equal(batch.Instructions.flatten()).all().ToBoolean());
    }
}
