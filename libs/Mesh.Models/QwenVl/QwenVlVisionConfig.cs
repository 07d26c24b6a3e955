namespace Mesh.Models.QwenVl;

/// <summary>Shape of the vision transformer of Qwen2.5-VL; the defaults are those of every published size.</summary>
public sealed record QwenVlVisionConfig
{
    public int NumLayers { get; init; } = 32;

    /// <summary>Channels of a patch.</summary>
    public int HiddenSize { get; init; } = 1280;

    /// <summary>Channels inside the gated feed-forward layer.</summary>
    public int FfnSize { get; init; } = 3420;

    public int NumHeads { get; init; } = 16;

    public int Channels { get; init; } = 3;

    /// <summary>Pixels of a patch's side.</summary>
    public int PatchSize { get; init; } = 14;

    /// <summary>Frames of a patch; a picture is repeated that often.</summary>
    public int FramesPerPatch { get; init; } = 2;

    /// <summary>Patches of a merged cell's side.</summary>
    public int MergeSize { get; init; } = 2;

    /// <summary>Pixels of a window's side.</summary>
    public int WindowSize { get; init; } = 112;

    /// <summary>Layers that see a whole frame; the others see one window.</summary>
    public IReadOnlyList<int> FullAttentionLayers { get; init; } = [7, 15, 23, 31];

    /// <summary>Channels of a merged cell.</summary>
    public required int OutputSize { get; init; }

    /// <summary>Places of time in one second.</summary>
    public int PlacesPerSecond { get; init; } = 2;

    public double RopeTheta { get; init; } = 10_000;

    public double NormEps { get; init; } = 1e-6;

    /// <summary>Channels of a head.</summary>
    public int HeadDim => HiddenSize / NumHeads;

    /// <summary>Numbers of one patch.</summary>
    public int PatchLength => Channels * FramesPerPatch * PatchSize * PatchSize;

    /// <summary>Merged cells of a window's side.</summary>
    public int WindowCells => WindowSize / MergeSize / PatchSize;

    /// <exception cref="ArgumentException">Sizes do not fit together; the message names them.</exception>
    public void Validate()
    {
        if (NumLayers < 1 || NumHeads < 1 || HiddenSize % NumHeads != 0 || HeadDim % 4 != 0)
            throw new ArgumentException($"{HiddenSize} channels in {NumHeads} heads must be multiples of 4.");
        if (WindowCells < 1)
        {
            throw new ArgumentException(
                $"A window of {WindowSize} pixels holds no cell of {MergeSize} patches of {PatchSize} pixels.");
        }
    }
}
