using Mesh.Video.Geometry;
using static TorchSharp.torch;

namespace Mesh.Editing.Windows;

/// <summary>Edits one window: frames to latent, latent to edited latent, edited latent to frames.</summary>
internal sealed class WindowEditor(EditModel model, LatentEditor editor, WorkingSize size, long seed)
{
    /// <param name="frames">The window's frames at the working size.</param>
    /// <param name="start">Place of the first frame in the film.</param>
    /// <param name="done">Told after each step.</param>
    /// <param name="cancellation">Observed between steps.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    public WindowFrames Edit(
        IReadOnlyList<PlanarFrame> frames, int start, Action<EditStage, int> done, CancellationToken cancellation)
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        var vae = model.Vae;
        var video = ClipTensor.Of(frames, size, FramePadding.Padded(frames.Count, vae.TemporalFactor));

        var source = Encode(video);
        done(EditStage.Encode, 1);

        var firstLatent = model.Defaults.RepeatNoise ? 0 : start / vae.TemporalFactor;
        var noise = WindowNoise.Draw(seed, firstLatent, source.shape).to(model.Place.Device);
        var edited = editor.Edit(source, noise, step => done(EditStage.Denoise, step), cancellation);

        cancellation.ThrowIfCancellationRequested();
        var result = new WindowFrames(
            Decode(edited, frames.Count),
            model.Defaults.Composite ? Decode(source, frames.Count) : null);
        done(EditStage.Decode, 1);
        return result;
    }

    private Tensor Encode(Tensor video) =>
        model.Vae.Encode(video.to(model.Place.DType, model.Place.Device)).to(ScalarType.Float32);

    private IReadOnlyList<PlanarFrame> Decode(Tensor latent, int count) =>
        ClipTensor.Frames(model.Vae.Decode(latent.to(model.Place.DType)), size, count);
}

/// <summary>What an edited window looks like at the working size.</summary>
/// <param name="Edited">The decoded edit.</param>
/// <param name="Reconstructed">The decoded source: what the VAE makes of it; null when nothing is laid over.</param>
internal sealed record WindowFrames(IReadOnlyList<PlanarFrame> Edited, IReadOnlyList<PlanarFrame>? Reconstructed);
