namespace Mesh.Curation.Recipes;

/// <summary>Operator 7: how clips get their instruction.</summary>
public sealed record InstructionRules
{
    /// <summary>
    /// "measured" needs no model and states only what it measures; "vlm" asks a vision language model.
    /// </summary>
    public string Annotator { get; init; } = "measured";

    /// <summary>Asks for a caption first, and for the instruction with it: Ditto's two steps.</summary>
    public bool TwoSteps { get; init; }

    /// <summary>What the model is told; null for the built-in wording. "{caption}" is the answer of the first step.
    /// </summary>
    public string? Prompt { get; init; }

    /// <summary>The first of two steps; null for the built-in wording.</summary>
    public string? CaptionPrompt { get; init; }

    /// <summary>Frames of each clip that are shown.</summary>
    public int Frames { get; init; } = 3;

    /// <summary>Replaces the verb of an instruction by one of its synonyms, drawn by the seed.</summary>
    public bool VarySynonyms { get; init; } = true;

    /// <summary>Drops instructions that only ask for brightness, contrast or saturation.</summary>
    public bool DropTrivial { get; init; } = true;

    /// <summary>Words at most.</summary>
    public int MaxWords { get; init; } = 60;
}

/// <summary>Operator 8: which samples are good enough.</summary>
public sealed record JudgeRules
{
    /// <summary>"measured" needs no model; "vlm" asks a vision language model for scores of 1 to 5.</summary>
    public string Judge { get; init; } = "measured";

    /// <summary>What the model is told; null for the built-in wording. "{instruction}" is that of the sample.</summary>
    public string? Prompt { get; init; }

    /// <summary>Least score by criterion; "accuracy", "fidelity", "preservation", "quality", "safety".</summary>
    public IReadOnlyDictionary<string, double> Keep { get; init; } = new Dictionary<string, double>();

    /// <summary>Share of a frame from which a new black region counts as a failed edit.</summary>
    public double MaxBlackShare { get; init; } = 0.02;

    /// <summary>Mean difference to the original below which nothing was edited, 0 to 255.</summary>
    public double MinChange { get; init; } = 0.5;

    /// <summary>Samples of an edit type at most, as a multiple of the rarest type; null keeps all.</summary>
    public double? Balance { get; init; }

    /// <summary>Frames of each clip that are looked at.</summary>
    public int Frames { get; init; } = 4;
}

/// <summary>Operator 9: which instance masks are used, and how.</summary>
public sealed record MaskRules
{
    /// <summary>The source that needs no tool.</summary>
    public const string Files = "files";

    /// <summary>Where masks come from: "files" beside the source (NAME.mask.mp4), or the name of a tool.</summary>
    public string Source { get; init; } = Files;

    /// <summary>"vlm" asks a vision language model what the masked clip shows; null asks nobody.</summary>
    public string? Caption { get; init; }

    /// <summary>What the model is told; null for the built-in wording.</summary>
    public string? CaptionPrompt { get; init; }

    /// <summary>Frames of the masked clip that are shown.</summary>
    public int CaptionFrames { get; init; } = 3;

    /// <summary>Most of a frame that an instance may cover.</summary>
    public double MaxArea { get; init; } = 0.5;

    /// <summary>Share of the frames for which that must hold.</summary>
    public double FrameShare { get; init; } = 0.8;

    /// <summary>Least growth of a mask, pixels.</summary>
    public int MinGrowth { get; init; } = 20;

    public int MaxGrowth { get; init; } = 50;

    /// <summary>What a masked pixel becomes, 0 to 255: 128 for VACE, 0 for a captioner.</summary>
    public int Fill { get; init; } = 128;
}
