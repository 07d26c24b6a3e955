using Mesh.Video.Geometry;
using static TorchSharp.torch;

namespace Mesh.Editing.Windows;

/// <summary>The noise a window starts from.</summary>
internal static class WindowNoise
{
    // Further draws are numbered as latent frames that no film reaches.
    private const int DrawStride = 1 << 24;

    // The odd number nearest to 2^64 over the golden ratio: neighbouring seeds become distant ones.
    private const ulong Spread = 0x9E3779B97F4A7C15;

    /// <summary>The noise of one window on the model's device; owned by the caller.</summary>
    /// <param name="model">Says whether windows repeat their noise.</param>
    /// <param name="window">The window.</param>
    /// <param name="seed">The seed of the edit.</param>
    /// <param name="shape">[1, C, T, h, w].</param>
    public static Tensor Of(EditModel model, FrameWindow window, long seed, long[] shape)
    {
        using var scope = NewDisposeScope();
        return Draw(seed, FirstLatent(model, window), shape).to(model.Place.Device).MoveToOuterDisposeScope();
    }

    /// <summary>Further noises of a model that averages over several, less the first; owned by the caller.</summary>
    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<Tensor> Offsets(EditModel model, FrameWindow window, long seed, long[] shape)
    {
        using var scope = NewDisposeScope();
        var (number, first) = (FirstLatent(model, window), Of(model, window, seed, shape));
        return [.. Enumerable.Range(1, model.Defaults.Draws - 1).Select(draw =>
            (Draw(seed, number + draw * DrawStride, shape).to(model.Place.Device) - first).MoveToOuterDisposeScope())];
    }

    /// <summary>
    /// Standard normal numbers, drawn on the CPU so that every device starts alike. Each latent frame has its own
    /// stream, named by a number: where windows overlap they can start from the same noise.
    /// </summary>
    /// <param name="seed">The seed of the edit.</param>
    /// <param name="firstLatent">Number of the first latent frame; the others follow.</param>
    /// <param name="shape">[1, C, T, h, w].</param>
    public static Tensor Draw(long seed, int firstLatent, long[] shape)
    {
        using var scope = NewDisposeScope();
        var frames = new Tensor[shape[2]];
        for (var t = 0; t < frames.Length; t++)
        {
            using var generator = new Generator(SeedOf(seed, firstLatent + t));
            frames[t] = randn([shape[0], shape[1], 1, shape[3], shape[4]], generator: generator);
        }
        return cat(frames, 2).MoveToOuterDisposeScope();
    }

    private static int FirstLatent(EditModel model, FrameWindow window) =>
        model.Defaults.RepeatNoise ? 0 : window.Start / model.Description.Shapes.TemporalFactor;

    private static ulong SeedOf(long seed, int latent) =>
        unchecked((ulong)seed * Spread + (ulong)latent) * Spread >> 1;
}
