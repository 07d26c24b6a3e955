using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Diffusion.Tests;

public sealed class PredictionConversionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(0.3)]
    public void A_perfect_residual_is_the_velocity_of_the_path(double t)
    {
        using var scope = NewDisposeScope();
        var (source, video, noise) = (randn(2, 3), randn(2, 3), randn(2, 3));
        var noisy = FlowMatching.Interpolate(video, noise, t);

        var velocity = Prediction.SourceResidual.ToVelocity(video - source, noisy, source, t);

        Assert.True(velocity.allclose(noise - video, 1e-4, 1e-5));
    }

    [Theory]
    [InlineData(Prediction.Velocity)]
    [InlineData(Prediction.SourceResidual)]
    public void A_perfect_output_of_either_kind_is_the_video(Prediction prediction)
    {
        using var scope = NewDisposeScope();
        var (source, video, noise, t) = (randn(2, 3), randn(2, 3), randn(2, 3), tensor(new float[] { 0.2f, 1 }));
        var noisy = FlowMatching.Interpolate(video, noise, t);
        var output = prediction == Prediction.Velocity ? noise - video : video - source;

        Assert.True(prediction.ToVideo(output, noisy, source, t).allclose(video, 1e-4, 1e-5));
    }

    [Fact]
    public void Near_the_end_an_estimate_steers_no_harder_than_at_a_twentieth()
    {
        using var scope = NewDisposeScope();
        var velocity = Prediction.SourceResidual.ToVelocity(zeros(1), ones(1), zeros(1), t: 0.001);

        Assert.Equal(20, velocity.ToSingle(), 3);
    }
}
