using Mesh.Curation.Clips;
using Mesh.Curation.Recipes;
using Mesh.Video.Scan;

namespace Mesh.Curation.Instructions;

/// <summary>Operator 7: puts a sample into words.</summary>
public interface IAnnotator
{
    /// <summary>What writes the words, with its version: it is part of what a sample depends on.</summary>
    string Name { get; }

    /// <summary>Whether it wants to know what was measured.</summary>
    bool NeedsMeasure { get; }

    /// <exception cref="AnnotatorUnavailableException">
    /// It cannot be reached now; the sample is not to blame.
    /// </exception>
    Task<Annotation> AnnotateAsync(AnnotationRequest request, CancellationToken cancellation);
}

/// <summary>A sample to put into words.</summary>
/// <param name="Task">What the clips are for.</param>
/// <param name="Clips">One clip, or original and edited.</param>
public sealed record AnnotationRequest(RecipeTask Task, IReadOnlyList<AnnotationClip> Clips);

/// <summary>A clip to put into words.</summary>
/// <param name="Film">The file.</param>
/// <param name="Start">First frame in the film.</param>
/// <param name="Measure">What was measured, for those who need it.</param>
public sealed record AnnotationClip(VideoHeader Film, int Start, ClipMeasure? Measure);

/// <summary>A sample in words.</summary>
/// <param name="Instruction">
/// Leads from the original to the edited clip; null where there is nothing to lead to.
/// </param>
/// <param name="Caption">What the clip shows.</param>
/// <param name="EditType">The kind of edit.</param>
/// <param name="Drop">Why the sample cannot be used.</param>
public sealed record Annotation(string? Instruction, string? Caption, string? EditType, Drop? Drop = null);

/// <summary>A model that cannot be reached now, although it was tried again and again.</summary>
public sealed class AnnotatorUnavailableException : Exception
{
    public AnnotatorUnavailableException(string message)
        : base(message)
    {
    }

    public AnnotatorUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
