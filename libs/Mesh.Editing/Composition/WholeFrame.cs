using Mesh.Editing.Windows;
using Mesh.Video;
using Mesh.Video.Geometry;

namespace Mesh.Editing.Composition;

/// <summary>
/// Shows the whole output of the model at the source's size; where the model saw the middle of the source alone, the
/// rest stays.
/// </summary>
/// <param name="isCrop">Whether the model saw the middle.</param>
public sealed class WholeFrame(bool isCrop = false) : IComposer
{
    public RgbImage Compose(EditedFrame frame)
    {
        var (source, edited) = (frame.Source, frame.Edited);
        if (!isCrop)
            return Bytes(edited, source.Width, source.Height);

        var place = MiddleCrop.In(new(source.Width, source.Height), new(edited.Width, edited.Height));
        var middle = Bytes(edited, place.Width, place.Height);
        var shown = source with { Pixels = [.. source.Pixels] };
        for (var y = 0; y < place.Height; y++)
        {
            middle.Pixels.AsSpan(3 * y * place.Width, 3 * place.Width)
                .CopyTo(shown.Pixels.AsSpan(3 * ((place.Top + y) * source.Width + place.Left)));
        }
        return shown;
    }

    // The published pipelines cut fractions off. A resized sample is off by rounding, and the cut would make it darker.
    private static RgbImage Bytes(PlanarFrame edited, int width, int height) =>
        edited.Resized(width, height, ResampleFilter.Bicubic)
            .ToImage(isCut: (width, height) == (edited.Width, edited.Height));
}
