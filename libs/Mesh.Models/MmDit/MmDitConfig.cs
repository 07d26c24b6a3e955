namespace Mesh.Models.MmDit;

/// <summary>Shape of the MM-DiT video transformer. Immutable; derive a variant with <c>with</c>.</summary>
public sealed record MmDitConfig
{
    /// <summary>Channels of the latent.</summary>
    public required int InChannels { get; init; }

    /// <summary>Channels of one token of the text encoder.</summary>
    public required int TextChannels { get; init; }

    /// <summary>Channels of the pooled instruction vector.</summary>
    public required int PooledChannels { get; init; }

    public required int HiddenSize { get; init; }

    public required int NumHeads { get; init; }

    public required int NumDoubleBlocks { get; init; }

    public required int NumSingleBlocks { get; init; }

    /// <summary>Rotary channels per head for (time, height, width); they sum to <see cref="HeadDim"/>.</summary>
    public required IReadOnlyList<int> RopeChannels { get; init; }

    /// <summary>Latent cells of one token along (time, height, width).</summary>
    public IReadOnlyList<int> PatchSize { get; init; } = [1, 2, 2];

    /// <summary>Channels of the output latent.</summary>
    public int OutChannels { get => field == 0 ? InChannels : field; init; }

    public double MlpRatio { get; init; } = 4;

    public double RopeTheta { get; init; } = 256;

    /// <summary>Factor on every rotary position.</summary>
    public double RopeScale { get; init; } = 1;

    public QkNorm QkNorm { get; init; } = QkNorm.Rms;

    public TextProjection TextProjection { get; init; } = TextProjection.Refiner;

    public int NumRefinerBlocks { get; init; } = 2;

    /// <summary>Whether the guidance scale is an input, as in distilled networks.</summary>
    public bool GuidanceEmbed { get; init; } = true;

    /// <summary>Whether the source is also added to the tokens of the edited video at the same place.</summary>
    public bool JoinSource { get; init; }

    /// <summary>Sines and cosines of a timestep.</summary>
    public int FreqDim { get; init; } = 256;

    public int HeadDim => HiddenSize / NumHeads;

    public int MlpSize => (int)(HiddenSize * MlpRatio);

    /// <summary>Latent cells of one token.</summary>
    public int PatchVolume => PatchSize[0] * PatchSize[1] * PatchSize[2];

    /// <summary>13 B parameters; HunyuanVideo report (arXiv:2412.03603), MM-DiT hyper-parameter table.</summary>
    public static MmDitConfig Hunyuan13B { get; } = new()
    {
        InChannels = 16,
        TextChannels = 4096,
        PooledChannels = 768,
        HiddenSize = 3072,
        NumHeads = 24,
        NumDoubleBlocks = 20,
        NumSingleBlocks = 40,
        RopeChannels = [16, 56, 56],
    };

    /// <summary>The demo editor: 2.5 M parameters, one token per latent cell, small enough for a CPU.</summary>
    public static MmDitConfig Nano { get; } = new()
    {
        InChannels = 16,
        TextChannels = 128,
        PooledChannels = 1280,
        HiddenSize = 128,
        NumHeads = 4,
        NumDoubleBlocks = 2,
        NumSingleBlocks = 3,
        RopeChannels = [8, 12, 12],
        PatchSize = [1, 1, 1],
        RopeTheta = 10,
        RopeScale = 1.5,
        NumRefinerBlocks = 1,
        GuidanceEmbed = false,
        JoinSource = true,
    };

    /// <summary>Throws when the numbers do not fit together.</summary>
    /// <exception cref="ArgumentException">Two settings contradict each other; the message names both.</exception>
    public void Validate()
    {
        if (HiddenSize % NumHeads != 0)
            throw new ArgumentException($"HiddenSize {HiddenSize} is not a multiple of NumHeads {NumHeads}.");
        if (RopeChannels.Count != 3 || RopeChannels.Any(channels => channels <= 0 || channels % 2 != 0))
            throw new ArgumentException($"RopeChannels must be 3 even numbers, not {string.Join(", ", RopeChannels)}.");
        if (RopeChannels.Sum() != HeadDim)
            throw new ArgumentException($"RopeChannels sum to {RopeChannels.Sum()}, but HeadDim is {HeadDim}.");
        if (PatchSize.Count != 3 || PatchSize.Any(cells => cells <= 0))
            throw new ArgumentException($"PatchSize must be 3 positive numbers, not {string.Join(", ", PatchSize)}.");
    }
}
