using static TorchSharp.torch;

namespace Mesh.Nano.Data;

/// <summary>Batches of films for the autoencoder; with threads of its own it renders ahead of the network.</summary>
/// <param name="count">B.</param>
/// <param name="side">Height and width in pixels.</param>
/// <param name="threads">Threads that render; 1 renders on the caller's, when asked.</param>
/// <param name="seedOf">Names the films of a step.</param>
internal sealed class VaeClipStream(int count, int side, int threads, Func<int, ulong> seedOf)
{
    private const int Ahead = 4;

    private readonly Dictionary<int, Task<float[]>> _rendering = [];

    /// <returns>[B, 3, F, H, W] in [-1, 1]; the same for the same step whatever the threads.</returns>
    public Tensor At(int step)
    {
        if (threads == 1)
            return VaeClips.Draw(count, seedOf(step), side);

        for (var next = step; next < step + Ahead; next++)
        {
            var seed = seedOf(next);
            if (!_rendering.ContainsKey(next))
                _rendering[next] = Task.Run(() => ClipTensors.Values01(VaeClips.Scenes(count, seed), side, threads));
        }
        using var scope = NewDisposeScope();
        _rendering.Remove(step, out var ready);
        return ClipTensors.Of(ready!.GetAwaiter().GetResult(), count, side).MoveToOuterDisposeScope();
    }
}
