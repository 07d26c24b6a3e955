using Mesh.Video.Scan;

namespace Mesh.Curation.Masks;

/// <summary>
/// Says what a clip shows once an instance is blanked out: beside the instruction, what ICVE's data for adding and
/// removing things needs.
/// </summary>
public interface IMaskCaptioner
{
    /// <summary>What writes the words, with its version.</summary>
    string Name { get; }

    /// <param name="masked">The masked clip.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <returns>Null when no answer could be used.</returns>
    /// <exception cref="Instructions.AnnotatorUnavailableException">It cannot be reached now.</exception>
    Task<string?> CaptionAsync(VideoHeader masked, CancellationToken cancellation);
}
