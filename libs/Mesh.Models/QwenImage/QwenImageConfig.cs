namespace Mesh.Models.QwenImage;

/// <summary>Shape of the Qwen-Image transformer. Immutable; derive a variant with <c>with</c>.</summary>
public sealed record QwenImageConfig
{
    /// <summary>Channels of a packed token: latent channels times the 2x2 patch.</summary>
    public required int InChannels { get; init; }

    /// <summary>Channels of the latent.</summary>
    public required int OutChannels { get; init; }

    /// <summary>Channels of one token of the vision-language encoder.</summary>
    public required int TextChannels { get; init; }

    public required int NumHeads { get; init; }

    public required int HeadDim { get; init; }

    public required int NumLayers { get; init; }

    /// <summary>Rotary channels per head for (picture, row, column); they sum to <see cref="HeadDim"/>.</summary>
    public required IReadOnlyList<int> RopeChannels { get; init; }

    /// <summary>Whether rows and columns count from the middle of a picture.</summary>
    public bool CentredPositions { get; init; } = true;

    /// <summary>Whether references are modulated as at time 0, as in checkpoints from November 2025 on.</summary>
    public bool CleanReferences { get; init; }

    public int HiddenSize => NumHeads * HeadDim;

    /// <summary>20 B parameters; Qwen-Image report, arXiv:2508.02324.</summary>
    public static QwenImageConfig Edit { get; } = new()
    {
        InChannels = 64,
        OutChannels = 16,
        TextChannels = 3584,
        NumHeads = 24,
        HeadDim = 128,
        NumLayers = 60,
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
