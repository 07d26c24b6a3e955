using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Models.NanoVae;

/// <summary>Measures the one number that latents are multiplied by.</summary>
public static class NanoVaeCalibration
{
    /// <summary>Sets the scale so that the latents of these clips have a standard deviation of 1.</summary>
    /// <param name="model">A trained model.</param>
    /// <param name="batches">Sample clips, [B, 3, F, H, W] in [-1, 1] each.</param>
    /// <returns>The scale.</returns>
    /// <exception cref="ArgumentException">There is no clip, or the latents do not vary.</exception>
    public static double Calibrate(NanoVaeModel model, IEnumerable<Tensor> batches)
    {
        var (count, sum, squares) = (0L, 0.0, 0.0);
        model.SetLatentScale(1);
        foreach (var batch in batches)
        {
            using var guard = no_grad();
            using var scope = NewDisposeScope();
            var latent = model.Encode(batch).to(ScalarType.Float64);
            count += latent.numel();
            sum += latent.sum().ToDouble();
            squares += latent.square().sum().ToDouble();
        }

        var mean = sum / Math.Max(1, count);
        var variance = squares / Math.Max(1, count) - mean * mean;
        if (!(variance > 0))
            throw new ArgumentException($"Latents of {count} values have variance {variance}; there is no scale.");
        var scale = 1 / Math.Sqrt(variance);
        model.SetLatentScale(scale);
        return scale;
    }
}
