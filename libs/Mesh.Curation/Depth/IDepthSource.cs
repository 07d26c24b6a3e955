using Mesh.Video;

namespace Mesh.Curation.Depth;

/// <summary>Makes the depth film of a clip, the guide that a generator keeps its shapes by.</summary>
public interface IDepthSource
{
    /// <summary>What estimates, with its version.</summary>
    string Name { get; }

    /// <param name="clip">The clip.</param>
    /// <param name="depth">The film to write: as many frames of the same size, grey, white is near.</param>
    /// <param name="quality">Of that film, where the source codes it itself.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="Instructions.AnnotatorUnavailableException">It cannot be reached now.</exception>
    Task EstimateAsync(string clip, string depth, VideoQuality quality, CancellationToken cancellation);
}
