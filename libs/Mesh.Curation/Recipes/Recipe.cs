namespace Mesh.Curation.Recipes;

/// <summary>What a curation makes.</summary>
public enum RecipeTask
{
    /// <summary>Two clips of one shot, as original and as if edited: ICVE's unpaired pretraining.</summary>
    Pairs,
    /// <summary>Single clips to be edited later: Ditto's sources.</summary>
    Clips,
    /// <summary>Judges an existing set of source, edited film and instruction, and balances it.</summary>
    Triplets,
}

/// <summary>
/// Everything that decides what comes out of raw footage; a YAML file, read by <see cref="RecipeFile"/>.
/// </summary>
public sealed record Recipe
{
    /// <summary>Names the dataset; a-z, 0-9 and '-'.</summary>
    public required string Name { get; init; }

    public string Description { get; init; } = "";

    /// <summary>What the sources may be used for; goes into the dataset card.</summary>
    public string Licence { get; init; } = "unknown";

    public required RecipeTask Task { get; init; }

    /// <summary>Decides every random choice.</summary>
    public ulong Seed { get; init; } = 1;

    public SourceRules Sources { get; init; } = new();

    public SceneRules Scenes { get; init; } = new();

    /// <summary>Null keeps duplicates.</summary>
    public DuplicateRules? Duplicates { get; init; } = new();

    public MotionRules Motion { get; init; } = new();

    public ClipRules Clips { get; init; } = new();

    /// <summary>Null makes no instructions.</summary>
    public InstructionRules? Instructions { get; init; }

    /// <summary>Null judges nothing.</summary>
    public JudgeRules? Judge { get; init; }

    /// <summary>Null makes no masks.</summary>
    public MaskRules? Masks { get; init; }

    /// <summary>Null makes no depth films.</summary>
    public DepthRules? Depth { get; init; }

    public ShardRules Shards { get; init; } = new();
}

/// <summary>Operator 1: which files are looked at.</summary>
public sealed record SourceRules
{
    /// <summary>Seconds.</summary>
    public double MinSeconds { get; init; } = 1;

    public double MaxSeconds { get; init; } = 4 * 3600;

    /// <summary>Shorter side in pixels.</summary>
    public int MinSide { get; init; } = 120;

    public double MinRate { get; init; } = 8;

    public double MaxRate { get; init; } = 121;

    /// <summary>ffmpeg's names; empty for all.</summary>
    public IReadOnlyList<string> Codecs { get; init; } = [];

    /// <summary>Keeps films whose decoder complained.</summary>
    public bool AllowDamage { get; init; }

    public LetterboxAction Letterbox { get; init; } = LetterboxAction.Crop;
}

/// <summary>What happens to films with black bars.</summary>
public enum LetterboxAction
{
    /// <summary>The bars are cut off.</summary>
    Crop,
    Drop,
    Keep,
}

/// <summary>Operator 2: where scenes change. Changes are means over hue, saturation and value, 0 to 255.</summary>
public sealed record SceneRules
{
    /// <summary>Least change of a cut.</summary>
    public double MinChange { get; init; } = 9;

    /// <summary>How many times the change of its neighbours a cut must have.</summary>
    public double Ratio { get; init; } = 3;

    /// <summary>A picture that comes back after so many frames was a flash.</summary>
    public int FlashFrames { get; init; } = 6;

    /// <summary>Share of the change below which a picture counts as the same.</summary>
    public double FlashReturn { get; init; } = 0.5;

    /// <summary>Least change of a cut that no movement of the picture's parts explains.</summary>
    public double MinUnmoved { get; init; } = 5.4;

    /// <summary>Least difference of the two ends of a dissolve: root mean square, 0 to 255.</summary>
    public double MinDissolve { get; init; } = 14;

    /// <summary>How far its frames may be from a blend of its ends, relative to their difference.</summary>
    public double DissolveError { get; init; } = 0.38;

    /// <summary>Mean luma of black, 0 to 255.</summary>
    public double Black { get; init; } = 14;

    /// <summary>Shorter shots are dropped.</summary>
    public double MinSeconds { get; init; } = 1;
}

/// <summary>Operator 3: which clips are too much like one before.</summary>
public sealed record DuplicateRules
{
    /// <summary>"perceptual" needs no weights; any other name is that of an embedder the caller brings.</summary>
    public string Embedding { get; init; } = "perceptual";

    /// <summary>Cosine similarity from which a clip is a duplicate.</summary>
    public double Threshold { get; init; } = 0.78;
}

/// <summary>Operator 4: how much must move. Lengths are in longer sides of the frame per second.</summary>
public sealed record MotionRules
{
    /// <summary>"grid" needs no weights; any other name is that of a tracker the caller brings.</summary>
    public string Tracker { get; init; } = "grid";

    /// <summary>Least mean magnitude of the optical flow.</summary>
    public double MinFlow { get; init; }

    /// <summary>Most of it; shaken footage has more.</summary>
    public double MaxFlow { get; init; } = double.MaxValue;

    /// <summary>Least mean path of grid points.</summary>
    public double MinTravel { get; init; }

    public double MaxTravel { get; init; } = double.MaxValue;
}

/// <summary>Operator 10: how the dataset is laid out.</summary>
public sealed record ShardRules
{
    /// <summary>Samples in a tar file.</summary>
    public int Samples { get; init; } = 256;
}
