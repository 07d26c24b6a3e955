namespace Mesh.Curation.Masks;

/// <summary>Segments the main instance of a clip.</summary>
public interface IMaskSource
{
    /// <summary>What draws the masks, with its version.</summary>
    string Name { get; }

    /// <param name="clip">The clip.</param>
    /// <param name="mask">The film to write: as many frames of the same size, white where the instance is.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="Instructions.AnnotatorUnavailableException">It cannot be reached now.</exception>
    Task SegmentAsync(string clip, string mask, CancellationToken cancellation);
}
