using Mesh.Editing.Windows;
using Mesh.Video;
using static TorchSharp.torch;

namespace Mesh.Editing.Stages;

/// <summary>Whole clips to latents, which is what a network learns from, and back.</summary>
/// <param name="model">Loaded with <see cref="ModelParts.Vae"/>.</param>
public sealed class ClipStage(EditModel model)
{
    /// <summary>Encodes a clip as it is: at its own size, in one piece.</summary>
    /// <param name="clip">A film.</param>
    /// <param name="size">Its size in pixels, a multiple of the autoencoder's factor.</param>
    /// <param name="frames">Its frames: a multiple of the autoencoder's factor, and one.</param>
    /// <param name="cancellation">Observed between frames.</param>
    /// <returns>[C, T, h, w] on the CPU in the precision of the autoencoder, owned by the caller.</returns>
    /// <exception cref="VideoException">The clip cannot be read, or is of another size or length.</exception>
    /// <exception cref="ArgumentException">The autoencoder has no latent of that size.</exception>
    public async Task<Tensor> EncodeAsync(
        string clip, PixelSize size, int frames, CancellationToken cancellation = default)
    {
        var shapes = model.Description.Shapes;
        if (size.Height % shapes.SpatialFactor != 0 || size.Width % shapes.SpatialFactor != 0
            || (frames - 1) % shapes.TemporalFactor != 0)
        {
            throw new ArgumentException($"{model.Name} encodes clips whose sides are multiples of "
                + $"{shapes.SpatialFactor} and whose frames are one more than a multiple of {shapes.TemporalFactor}, "
                + $"got {size} with {frames} frames.");
        }

        var video = await VideoProbe.ReadAsync(clip, cancellation: cancellation);
        if (video.FrameCount != frames || video.Size != size)
        {
            throw new VideoException($"{clip} has {video.FrameCount} frames of {video.Size}, expected {frames} of "
                + $"{size}.");
        }
        var pictures = new List<PlanarFrame>();
        await using (var reader = VideoReader.Open(video))
        {
            await foreach (var picture in reader.FramesAsync(cancellation))
                pictures.Add(PlanarFrame.Of(picture));
        }
        return Encode(pictures, new(size.Height, size.Width, size.Height, size.Width));
    }

    /// <summary>Whole clips of latents.</summary>
    /// <param name="latent">[1, C, T, h, w].</param>
    /// <exception cref="ArgumentException">It is not one clip.</exception>
    public IReadOnlyList<RgbImage> Decode(Tensor latent)
    {
        if (latent.shape is not [1, _, _, _, _])
            throw new ArgumentException($"One clip is decoded at a time, got [{string.Join(", ", latent.shape)}].");
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var video = model.Vae.Decode(latent.to(model.Place.DType));
        var (frames, height, width) = ((int)video.shape[2], (int)video.shape[3], (int)video.shape[4]);
        var planes = ClipTensor.Frames(video, new(height, width, height, width), frames);
        return [.. planes.Select(frame => frame.ToImage())];
    }

    private Tensor Encode(List<PlanarFrame> frames, WorkingSize size)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var video = ClipTensor.Of(frames, size, frames.Count).to(model.Place.DType, model.Place.Device);
        return model.Vae.Encode(video)[0].cpu().contiguous().MoveToOuterDisposeScope();
    }
}
