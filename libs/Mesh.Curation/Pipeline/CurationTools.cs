using Mesh.Curation.Analysis;
using Mesh.Curation.Depth;
using Mesh.Curation.Instructions;
using Mesh.Curation.Judging;
using Mesh.Curation.Masks;
using Mesh.Video.Perception;

namespace Mesh.Curation.Pipeline;

/// <summary>What a pipeline works with; what is null is left to what needs no weights and no endpoint.</summary>
public sealed record CurationTools
{
    public OperatorClock Clock { get; init; } = new();

    public MediaSettings Media { get; init; } = new();

    /// <summary>Vectors for finding duplicates.</summary>
    public IClipEmbedder? Embedder { get; init; }

    /// <summary>Follows points for the motion score.</summary>
    public IPointTracker? Tracker { get; init; }

    /// <summary>Writes instructions where the recipe wants more than measured ones.</summary>
    public IAnnotator? Annotator { get; init; }

    /// <summary>Scores samples where the recipe wants more than what is measured.</summary>
    public IJudge? Judge { get; init; }

    /// <summary>Segments clips where the recipe wants more than mask files.</summary>
    public IMaskSource? Masks { get; init; }

    /// <summary>Says what masked clips show where the recipe asks for it.</summary>
    public IMaskCaptioner? Captioner { get; init; }

    /// <summary>Makes the depth films where the recipe wants them.</summary>
    public IDepthSource? Depth { get; init; }

    /// <summary>Where clips are cut before they are stored; null for the system's.</summary>
    public string? ScratchFolder { get; init; }
}
