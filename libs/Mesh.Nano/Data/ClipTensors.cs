using Mesh.Scenes;
using static TorchSharp.torch;

namespace Mesh.Nano.Data;

// B clips, F frames, H and W sides

/// <summary>Rendered films as tensors.</summary>
internal static class ClipTensors
{
    /// <summary>Values of one clip.</summary>
    /// <param name="side">Height and width in pixels.</param>
    public static int Values(int side) => 3 * Scene.ClipFrames * side * side;

    /// <param name="clips">Scenes, each from a time in training frames on.</param>
    /// <param name="side">Height and width in pixels.</param>
    /// <returns>[B, 3, F, H, W] in [-1, 1], float32.</returns>
    public static Tensor Render(IReadOnlyList<(Scene Scene, double Start)> clips, int side) =>
        Of(Values01(clips, side, threads: 1), clips.Count, side);

    /// <param name="values">In [0, 1], clip after clip.</param>
    /// <param name="count">B.</param>
    /// <param name="side">Height and width in pixels.</param>
    /// <returns>[B, 3, F, H, W] in [-1, 1], float32.</returns>
    public static Tensor Of(float[] values, int count, int side)
    {
        using var scope = NewDisposeScope();
        return tensor(values, [count, 3, Scene.ClipFrames, side, side]).mul_(2).sub_(1).MoveToOuterDisposeScope();
    }

    /// <returns>As <see cref="Render"/>, in [0, 1], clip after clip.</returns>
    public static float[] Values01(IReadOnlyList<(Scene Scene, double Start)> clips, int side, int threads)
    {
        var length = Values(side);
        var values = new float[clips.Count * length];
        if (threads == 1)
        {
            for (var index = 0; index < clips.Count; index++)
                RenderOne(index);
        }
        else
        {
            Parallel.For(0, clips.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, RenderOne);
        }
        return values;

        void RenderOne(int index) => SceneRenderer.Render(
            clips[index].Scene,
            Scene.ClipFrames,
            side,
            side,
            values.AsSpan(index * length, length),
            clips[index].Start);
    }
}
