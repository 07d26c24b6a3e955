using Mesh.Video;

namespace Mesh.Editing.Composition;

/// <summary>Makes the frame that is shown out of an edit at the working size.</summary>
public interface IComposer
{
    /// <returns>A frame of the source's size.</returns>
    RgbImage Compose(EditedFrame frame);
}
