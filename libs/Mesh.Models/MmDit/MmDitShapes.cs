using Mesh.Tensors;

namespace Mesh.Models.MmDit;

/// <summary>The check at the door of the transformer.</summary>
internal static class MmDitShapes
{
    /// <exception cref="ShapeException">A tensor does not fit the config or the others.</exception>
    /// <exception cref="ArgumentException">Guidance is missing, or the network has no input for it.</exception>
    public static void Require(MmDitInput input, MmDitConfig config)
    {
        if (input.Noisy.shape is not [var B, var C, _, _, _] || C != config.InChannels)
            throw new ShapeException(nameof(input.Noisy), $"[B, {config.InChannels}, T, h, w]", input.Noisy.shape);
        if (input.Source is { } source && !source.shape.SequenceEqual(input.Noisy.shape))
            throw new ShapeException(nameof(input.Source), $"[{string.Join(", ", input.Noisy.shape)}]", source.shape);

        var text = input.Text;
        if (text.Tokens.shape is not [var rows, var L, var width] || rows != B || width != config.TextChannels)
            throw new ShapeException(nameof(text.Tokens), $"[{B}, L, {config.TextChannels}]", text.Tokens.shape);
        if (!text.Mask.shape.SequenceEqual([B, L]))
            throw new ShapeException(nameof(text.Mask), $"[{B}, {L}]", text.Mask.shape);
        if (!text.Pooled.shape.SequenceEqual([B, config.PooledChannels]))
            throw new ShapeException(nameof(text.Pooled), $"[{B}, {config.PooledChannels}]", text.Pooled.shape);
        if (!input.Timestep.shape.SequenceEqual([B]))
            throw new ShapeException(nameof(input.Timestep), $"[{B}]", input.Timestep.shape);

        if (config.GuidanceEmbed != input.Guidance is not null)
            throw new ArgumentException($"GuidanceEmbed is {config.GuidanceEmbed}, but Guidance is "
                + (input.Guidance is null ? "missing." : "given."));
        if (input.Guidance is { } guidance && !guidance.shape.SequenceEqual([B]))
            throw new ShapeException(nameof(input.Guidance), $"[{B}]", guidance.shape);
    }
}
