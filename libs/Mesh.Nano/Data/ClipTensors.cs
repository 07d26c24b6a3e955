using Mesh.Scenes;
using static TorchSharp.torch;

namespace Mesh.Nano.Data;

// B clips, F frames, H and W sides

/// <summary>Rendered films as tensors.</summary>
internal static class ClipTensors
{
    public const int Values = 3 * Scene.ClipFrames * Scene.ClipSide * Scene.ClipSide;

    /// <param name="clips">Scenes, each from a time in training frames on.</param>
    /// <returns>[B, 3, F, H, W] in [-1, 1], float32.</returns>
    public static Tensor Render(IReadOnlyList<(Scene Scene, double Start)> clips)
    {
        using var scope = NewDisposeScope();
        var values = Values01(clips);
        return tensor(values, [clips.Count, 3, Scene.ClipFrames, Scene.ClipSide, Scene.ClipSide])
            .mul_(2).sub_(1).MoveToOuterDisposeScope();
    }

    /// <returns>As <see cref="Render"/>, in [0, 1], clip after clip.</returns>
    public static float[] Values01(IReadOnlyList<(Scene Scene, double Start)> clips)
    {
        var values = new float[clips.Count * Values];
        foreach (var (index, (scene, start)) in clips.Index())
        {
            SceneRenderer.Render(
                scene,
                Scene.ClipFrames,
                Scene.ClipSide,
                Scene.ClipSide,
                values.AsSpan(index * Values, Values),
                start);
        }
        return values;
    }
}
