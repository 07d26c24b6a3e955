using Mesh.Models;
using Mesh.Video.Geometry;
using static TorchSharp.torch;

namespace Mesh.Editing.Windows;

/// <summary>The frames of one window to latents and back.</summary>
internal sealed class WindowCodec(EditModel model, WorkingSize size)
{
    /// <param name="input">What there is to see of the window.</param>
    /// <returns>
    /// What the denoiser is shown, on the model's device, float32, [1, SourceChannels, T, h, w], owned by the caller;
    /// references lead in T.
    /// </returns>
    public Tensor Encode(WindowInput input)
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        var length = FramePadding.Padded(input.Frames.Count, model.Vae.TemporalFactor);
        var clip = new SourceClip(Placed(ClipTensor.Of(input.Shown(), size, length)))
        {
            Mask = input.Mask is null ? null : Placed(ClipTensor.Mask(input.Mask, size, length)),
            References = [.. input.References.Select(Reference)],
        };
        return model.EncodeSource(clip).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <param name="source">As <see cref="Encode"/> returns it.</param>
    /// <param name="edited">Latent of the edit, [1, C, T, h, w]; its last frames are those of the window.</param>
    /// <param name="count">Frames of the window.</param>
    public WindowFrames Decode(Tensor source, Tensor edited, int count)
    {
        using var mode = inference_mode();
        return new(Decode(edited, count), model.Defaults.Composite ? Decode(source, count) : null);
    }

    private IReadOnlyList<PlanarFrame> Decode(Tensor latent, int count)
    {
        using var scope = NewDisposeScope();
        var film = FilmLatent(latent, count, model.Vae.TemporalFactor);
        return ClipTensor.Frames(model.Vae.Decode(film.to(model.Place.DType)), size, count);
    }

    /// <summary>A latent without the references that lead in it; a view.</summary>
    /// <param name="latent">[1, C, T, h, w].</param>
    /// <param name="frames">Frames of the window.</param>
    /// <param name="temporalFactor">Of the autoencoder.</param>
    public static Tensor FilmLatent(Tensor latent, int frames, int temporalFactor)
    {
        var length = (FramePadding.Padded(frames, temporalFactor) - 1) / temporalFactor + 1;
        return latent.narrow(2, latent.shape[2] - length, length);
    }

    private Tensor Reference(PlanarFrame picture)
    {
        var whole = new WorkingSize(size.PaddedHeight, size.PaddedWidth, size.PaddedHeight, size.PaddedWidth);
        return Placed(ClipTensor.Of([Letterbox.Of(picture, whole.Width, whole.Height)], whole, length: 1));
    }

    private Tensor Placed(Tensor clip) => clip.to(model.Place.DType, model.Place.Device);
}

/// <summary>What an edited window looks like at the working size.</summary>
/// <param name="Edited">The decoded edit.</param>
/// <param name="Reconstructed">The decoded source: what the VAE makes of it; null when nothing is laid over.</param>
internal sealed record WindowFrames(IReadOnlyList<PlanarFrame> Edited, IReadOnlyList<PlanarFrame>? Reconstructed);
