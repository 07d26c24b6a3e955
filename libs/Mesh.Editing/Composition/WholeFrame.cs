using Mesh.Video;
using Mesh.Video.Geometry;

namespace Mesh.Editing.Composition;

/// <summary>Shows the whole output of the model at the source's size.</summary>
public sealed class WholeFrame : IComposer
{
    public RgbImage Compose(EditedFrame frame) =>
        frame.Edited.Resized(frame.Source.Width, frame.Source.Height, ResampleFilter.Bicubic).ToImage();
}
