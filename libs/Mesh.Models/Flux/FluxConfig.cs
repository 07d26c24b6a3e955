namespace Mesh.Models.Flux;

/// <summary>Shape of the FLUX transformer. Immutable; derive a variant with <c>with</c>.</summary>
public sealed record FluxConfig
{
    /// <summary>Channels of a packed token: latent channels times the 2x2 patch.</summary>
    public required int InChannels { get; init; }

    /// <summary>Channels of one token of the text encoder.</summary>
    public required int TextChannels { get; init; }

    /// <summary>Channels of the pooled prompt.</summary>
    public required int PooledChannels { get; init; }

    public required int NumHeads { get; init; }

    public required int HeadDim { get; init; }

    public required int NumDoubleBlocks { get; init; }

    public required int NumSingleBlocks { get; init; }

    /// <summary>Rotary channels per head for (image, row, column); they sum to <see cref="HeadDim"/>.</summary>
    public required IReadOnlyList<int> RopeChannels { get; init; }

    /// <summary>Whether the guidance scale is an input, as in distilled networks.</summary>
    public bool GuidanceEmbed { get; init; } = true;

    public int HiddenSize => NumHeads * HeadDim;

    /// <summary>12 B parameters; FLUX.1 Kontext, Black Forest Labs 2025, arXiv:2506.15742.</summary>
    public static FluxConfig Kontext { get; } = new()
    {
        InChannels = 64,
        TextChannels = 4096,
        PooledChannels = 768,
        NumHeads = 24,
        HeadDim = 128,
        NumDoubleBlocks = 19,
        NumSingleBlocks = 38,
        RopeChannels = [16, 56, 56],
    };

    /// <summary>Throws when the numbers do not fit together.</summary>
    /// <exception cref="ArgumentException">Two settings contradict each other; the message names both.</exception>
    public void Validate()
    {
        if (RopeChannels.Sum() != HeadDim || RopeChannels.Any(channels => channels % 2 != 0))
            throw new ArgumentException(
                $"RopeChannels {string.Join(", ", RopeChannels)} must be even and sum to HeadDim {HeadDim}.");
    }
}
