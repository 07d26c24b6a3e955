using Mesh.Curation.Vlm;

namespace Mesh.Curator.Tools;

/// <summary>Where the tools of a curation are; null for recipes that need none.</summary>
public sealed record ToolPlaces
{
    /// <summary>Folder of DINOv2's weights.</summary>
    public string? Embedder { get; init; }

    /// <summary>TorchScript archive of a point tracker.</summary>
    public string? Tracker { get; init; }

    /// <summary>Address of a server of mesh.curation.v1.Tool that segments.</summary>
    public string? Masks { get; init; }

    /// <summary>
    /// Folder of Depth Anything's weights, TorchScript archive, or address of a server of mesh.curation.v1.Tool.
    /// </summary>
    public string? Depth { get; init; }

    /// <summary>The vision language model.</summary>
    public VlmOptions? Vlm { get; init; }
}
