using static TorchSharp.torch;

namespace Mesh.Models.WanVae;

/// <summary>The frames of a video as a batch of images, and back.</summary>
internal static class Frames
{
    /// <param name="video">[B, C, T, H, W].</param>
    /// <returns>[B T, C, H, W].</returns>
    public static Tensor Of(Tensor video)
    {
        using var scope = NewDisposeScope();
        return video.transpose(1, 2).flatten(0, 1).MoveToOuterDisposeScope();
    }

    /// <param name="frames">[B T, C, H, W].</param>
    /// <param name="batch">B.</param>
    /// <returns>[B, C, T, H, W].</returns>
    public static Tensor Joined(Tensor frames, long batch)
    {
        using var scope = NewDisposeScope();
        return frames.unflatten(0, [batch, frames.shape[0] / batch]).transpose(1, 2).MoveToOuterDisposeScope();
    }
}
