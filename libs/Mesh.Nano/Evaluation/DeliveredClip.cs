using Mesh.Editing.Composition;
using Mesh.Editing.Windows;
using Mesh.Scenes;

namespace Mesh.Nano.Evaluation;

/// <summary>What a person who runs the edit sees: the network's clip composed on the source, frame by frame.</summary>
internal static class DeliveredClip
{
    private const int Area = Scene.ClipSide * Scene.ClipSide;

    /// <param name="composer">The composition of the editor.</param>
    /// <param name="source">[3, F, H, W] in [0, 1], as all clips here.</param>
    /// <param name="edited">What the network made.</param>
    /// <param name="reconstructed">The source through the autoencoder.</param>
    /// <returns>[3, F, H, W] in [0, 1].</returns>
    public static float[] Compose(IComposer composer, float[] source, float[] edited, float[] reconstructed)
    {
        var delivered = new float[source.Length];
        for (var frame = 0; frame < Scene.ClipFrames; frame++)
        {
            var small = Frame(source, frame);
            var shown = composer.Compose(
                new(small.ToImage(), small, Frame(edited, frame), Frame(reconstructed, frame)));
            Put(PlanarFrame.Of(shown), delivered, frame);
        }
        return delivered;
    }

    private static PlanarFrame Frame(float[] clip, int frame)
    {
        var picture = new PlanarFrame(Scene.ClipSide, Scene.ClipSide);
        for (var channel = 0; channel < 3; channel++)
            clip.AsSpan((channel * Scene.ClipFrames + frame) * Area, Area).CopyTo(picture.Plane(channel));
        return picture;
    }

    private static void Put(PlanarFrame picture, float[] clip, int frame)
    {
        for (var channel = 0; channel < 3; channel++)
            picture.Plane(channel).CopyTo(clip.AsSpan((channel * Scene.ClipFrames + frame) * Area, Area));
    }
}
