using static TorchSharp.torch;

namespace Mesh.Diffusion;

/// <summary>From the raw output of a network to what sampling and training need.</summary>
public static class PredictionConversion
{
    /// <summary>Below this flow time a video estimate no longer steers the velocity harder.</summary>
    private const double MinTime = 0.05;

    /// <param name="prediction">What the network predicts.</param>
    /// <param name="output">Its raw output, [B, ...].</param>
    /// <param name="noisy">The latent it saw, shaped as <paramref name="output"/>.</param>
    /// <param name="source">The latent of the source video, shaped as <paramref name="output"/>.</param>
    /// <param name="t">Flow time in [0, 1]; 1 is noise.</param>
    /// <returns>Noise minus video, [B, ...].</returns>
    public static Tensor ToVelocity(this Prediction prediction, Tensor output, Tensor noisy, Tensor source, double t)
    {
        if (prediction == Prediction.Velocity)
            return output.alias();

        using var scope = NewDisposeScope();
        return ((noisy - (source + output)) / Math.Max(t, MinTime)).MoveToOuterDisposeScope();
    }

    /// <param name="prediction">What the network predicts.</param>
    /// <param name="output">Its raw output, [B, ...].</param>
    /// <param name="noisy">The latent it saw, shaped as <paramref name="output"/>.</param>
    /// <param name="source">The latent of the source video, shaped as <paramref name="output"/>.</param>
    /// <param name="t">Flow times in [0, 1]; 1 is noise, [B].</param>
    /// <returns>The edited video this output means, [B, ...].</returns>
    public static Tensor ToVideo(this Prediction prediction, Tensor output, Tensor noisy, Tensor source, Tensor t)
    {
        using var scope = NewDisposeScope();
        var video = prediction == Prediction.Velocity
            ? noisy - FlowMatching.PerSample(t, noisy) * output
            : source + output;
        return video.MoveToOuterDisposeScope();
    }
}
