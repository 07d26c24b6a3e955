using Mesh.Video;

namespace Mesh.Curation.Judging;

/// <summary>Operator 8: how good an edit is.</summary>
public interface IJudge
{
    /// <summary>What judges, with its version.</summary>
    string Name { get; }

    /// <exception cref="Instructions.AnnotatorUnavailableException">It cannot be reached now.</exception>
    Task<Verdict> JudgeAsync(JudgeRequest request, CancellationToken cancellation);
}

/// <summary>An edit to judge: frames of the original and of the edited film at the same times.</summary>
/// <param name="Original">One picture for each time.</param>
/// <param name="Edited">As many, of the same size.</param>
/// <param name="Instruction">What was asked for.</param>
public sealed record JudgeRequest(
    IReadOnlyList<RgbImage> Original, IReadOnlyList<RgbImage> Edited, string Instruction);

/// <summary>What a judge says.</summary>
/// <param name="Scores">By criterion.</param>
/// <param name="Drop">Why the sample cannot be used; null when it can.</param>
/// <param name="EditType">The kind of edit, where the judge tells.</param>
public sealed record Verdict(
    IReadOnlyDictionary<string, double> Scores, Drop? Drop = null, string? EditType = null);
