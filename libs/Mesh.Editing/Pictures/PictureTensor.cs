using Mesh.Editing.Windows;
using Mesh.Video;
using Mesh.Video.Processors;
using static TorchSharp.torch;

namespace Mesh.Editing.Pictures;

/// <summary>Pictures as the networks see them, and back.</summary>
internal static class PictureTensor
{
    /// <summary>A picture of another size, by the kernel that the published pipelines use.</summary>
    public static RgbImage Resized(RgbImage picture, PixelSize size) =>
        PillowResize.Frame(picture, size, PillowFilter.Lanczos);

    /// <returns>[1, 3, H, W] in [-1, 1], owned by the caller.</returns>
    public static Tensor Of(RgbImage picture, ModelPlace place)
    {
        using var scope = NewDisposeScope();
        var size = new WorkingSize(picture.Height, picture.Width, picture.Height, picture.Width);
        return ClipTensor.Of([PlanarFrame.Of(picture)], size, length: 1).squeeze(2)
            .to(place.DType, place.Device).MoveToOuterDisposeScope();
    }

    /// <param name="picture">[1, 3, H, W], about in [-1, 1].</param>
    public static RgbImage ToImage(Tensor picture)
    {
        using var scope = NewDisposeScope();
        var (height, width) = ((int)picture.shape[2], (int)picture.shape[3]);
        var size = new WorkingSize(height, width, height, width);
        return ClipTensor.Frames(picture.unsqueeze(2), size, count: 1)[0].ToImage();
    }

    /// <summary>Standard normal numbers of a seed, [1, channels, height, width]; owned by the caller.</summary>
    public static Tensor Noise(long seed, int channels, int height, int width, ModelPlace place)
    {
        using var scope = NewDisposeScope();
        return WindowNoise.Draw(seed, firstLatent: 0, [1, channels, 1, height, width]).squeeze(2)
            .to(place.Device).MoveToOuterDisposeScope();
    }
}
