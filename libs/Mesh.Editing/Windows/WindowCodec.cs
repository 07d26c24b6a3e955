using Mesh.Video.Geometry;
using static TorchSharp.torch;

namespace Mesh.Editing.Windows;

/// <summary>The frames of one window to latents and back.</summary>
internal sealed class WindowCodec(EditModel model, WorkingSize size)
{
    /// <param name="frames">The window's frames at the working size.</param>
    /// <returns>Latent on the model's device, float32, [1, C, T, h, w], owned by the caller.</returns>
    public Tensor Encode(IReadOnlyList<PlanarFrame> frames)
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        var video = ClipTensor.Of(frames, size, FramePadding.Padded(frames.Count, model.Vae.TemporalFactor));
        return model.Vae.Encode(video.to(model.Place.DType, model.Place.Device))
            .to(ScalarType.Float32)
            .MoveToOuterDisposeScope();
    }

    /// <param name="source">Latent of the source, [1, C, T, h, w].</param>
    /// <param name="edited">Latent of the edit, [1, C, T, h, w].</param>
    /// <param name="count">Frames of the window.</param>
    public WindowFrames Decode(Tensor source, Tensor edited, int count)
    {
        using var mode = inference_mode();
        return new(Decode(edited, count), model.Defaults.Composite ? Decode(source, count) : null);
    }

    private IReadOnlyList<PlanarFrame> Decode(Tensor latent, int count)
    {
        using var scope = NewDisposeScope();
        return ClipTensor.Frames(model.Vae.Decode(latent.to(model.Place.DType)), size, count);
    }
}

/// <summary>What an edited window looks like at the working size.</summary>
/// <param name="Edited">The decoded edit.</param>
/// <param name="Reconstructed">The decoded source: what the VAE makes of it; null when nothing is laid over.</param>
internal sealed record WindowFrames(IReadOnlyList<PlanarFrame> Edited, IReadOnlyList<PlanarFrame>? Reconstructed);
