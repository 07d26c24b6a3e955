using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Models.Wan;

/// <summary>From latents to tokens and back.</summary>
internal static class WanShapes
{
    /// <summary>Tokens along (time, height, width).</summary>
    public static long[] Grid(Tensor latent, WanConfig config) =>
        [.. config.PatchSize.Select((cells, axis) => latent.shape[2 + axis] / cells)];

    /// <param name="patches">Channel-last patches, [B, L, patch volume * OutChannels].</param>
    /// <param name="grid">Tokens along (time, height, width).</param>
    /// <param name="config">Gives patch size and channels.</param>
    /// <returns>[B, OutChannels, T, h, w].</returns>
    public static Tensor Unpatchify(Tensor patches, long[] grid, WanConfig config)
    {
        using var scope = NewDisposeScope();
        var (p, B) = (config.PatchSize, patches.shape[0]);
        return patches.view([B, .. grid, p[0], p[1], p[2], config.OutChannels])
            .permute(0, 7, 1, 4, 2, 5, 3, 6)
            .reshape(B, config.OutChannels, grid[0] * p[0], grid[1] * p[1], grid[2] * p[2])
            .MoveToOuterDisposeScope();
    }

    /// <exception cref="ShapeException">A tensor does not fit the config or the others.</exception>
    public static void Require(WanInput input, WanConfig config)
    {
        var p = config.PatchSize;
        if (input.Noisy.shape is not [var B, var C, var T, var h, var w]
            || C != config.InChannels || T % p[0] != 0 || h % p[1] != 0 || w % p[2] != 0)
        {
            throw new ShapeException(
                nameof(input.Noisy), $"[B, {config.InChannels}, T, h, w] with sides in multiples of {Text(p)}",
                input.Noisy.shape);
        }

        if (input.Text.shape is not [var texts, var L, var channels]
            || texts != B || channels != config.TextChannels || L > config.TextLength)
        {
            throw new ShapeException(
                nameof(input.Text), $"[{B}, at most {config.TextLength}, {config.TextChannels}]", input.Text.shape);
        }

        if (input.Timestep.shape is not [var times] || times != B)
            throw new ShapeException(nameof(input.Timestep), $"[{B}]", input.Timestep.shape);
        RequireVace(input, config, [B, config.Vace?.InChannels ?? 0, T, h, w]);
    }

    private static void RequireVace(WanInput input, WanConfig config, long[] expected)
    {
        if (input.Vace is null != config.Vace is null)
        {
            throw new ArgumentException(config.Vace is null
                ? "A context was given, but this network has no branch for one."
                : "The context is missing: a VACE network always takes one.");
        }

        if (input.Vace is not null && !input.Vace.shape.SequenceEqual(expected))
            throw new ShapeException(nameof(input.Vace), $"[{string.Join(", ", expected)}]", input.Vace.shape);
    }

    private static string Text(IReadOnlyList<int> sizes) => $"({string.Join(", ", sizes)})";
}
