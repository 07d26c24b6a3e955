using Mesh.Editing.Composition;
using Mesh.Editing.Windows;
using Mesh.Scenes;

namespace Mesh.Nano.Evaluation;

/// <summary>What a person who runs the edit sees: the network's clip composed on the source, frame by frame.</summary>
internal static class DeliveredClip
{
    /// <param name="composer">The composition of the editor.</param>
    /// <param name="side">H and W in pixels.</param>
    /// <param name="source">[3, F, H, W] in [0, 1], as all clips here.</param>
    /// <param name="edited">What the network made.</param>
    /// <param name="reconstructed">The source through the autoencoder.</param>
    /// <returns>[3, F, H, W] in [0, 1].</returns>
    public static float[] Compose(
        IComposer composer, int side, float[] source, float[] edited, float[] reconstructed)
    {
        var delivered = new float[source.Length];
        for (var frame = 0; frame < Scene.ClipFrames; frame++)
        {
            var small = Frame(source, side, frame);
            var shown = composer.Compose(
                new(small.ToImage(), small, Frame(edited, side, frame), Frame(reconstructed, side, frame)));
            Put(PlanarFrame.Of(shown), delivered, frame);
        }
        return delivered;
    }

    private static PlanarFrame Frame(float[] clip, int side, int frame)
    {
        var (picture, area) = (new PlanarFrame(side, side), side * side);
        for (var channel = 0; channel < 3; channel++)
            clip.AsSpan((channel * Scene.ClipFrames + frame) * area, area).CopyTo(picture.Plane(channel));
        return picture;
    }

    private static void Put(PlanarFrame picture, float[] clip, int frame)
    {
        for (var channel = 0; channel < 3; channel++)
        {
            var plane = picture.Plane(channel);
            plane.CopyTo(clip.AsSpan((channel * Scene.ClipFrames + frame) * plane.Length, plane.Length));
        }
    }
}
