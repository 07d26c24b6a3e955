namespace Mesh.Curation.Generation;

/// <summary>Makes the edited clip in the context of its source (Ditto, section 3.3).</summary>
public interface IClipGenerator
{
    /// <summary>What generates, with its version.</summary>
    string Name { get; }

    /// <param name="context">What it goes by.</param>
    /// <param name="edited">The film to write, as many frames of the same size as the source.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ToolRefusedException">It makes nothing of this context.</exception>
    /// <exception cref="Instructions.AnnotatorUnavailableException">It cannot be reached now.</exception>
    Task GenerateAsync(ClipContext context, string edited, CancellationToken cancellation);
}

/// <summary>What a clip is generated from; paths of files.</summary>
/// <param name="Clip">The source.</param>
/// <param name="Frame">Its key frame, edited; a PNG.</param>
/// <param name="Depth">Its depth film; null for none.</param>
/// <param name="Mask">White where to edit; null for everywhere.</param>
/// <param name="Instruction">What to do, in words.</param>
/// <param name="Seed">Decides every random choice; below 2^53.</param>
public sealed record ClipContext(
    string Clip, string Frame, string? Depth, string? Mask, string Instruction, ulong Seed);
