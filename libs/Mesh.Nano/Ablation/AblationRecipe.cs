using Mesh.Nano.Recipe;

namespace Mesh.Nano.Ablation;

/// <summary>
/// The question whether clip pretraining pays: two arms of equal steps, one on pairs alone, the other on unpaired clips
/// first. Immutable; derive a variant with <c>with</c>.
/// </summary>
/// <remarks>ICVE's claim: pairs are scarce, clips of one scene are not.</remarks>
public sealed record AblationRecipe
{
    /// <summary>Networks, rates, and data: few pairs, many unpaired clips. Its seed and budget are not used.</summary>
    public required NanoRecipe Editor { get; init; }

    /// <summary>One repetition each: other pairs, clips, first weights and noise.</summary>
    public IReadOnlyList<ulong> Seeds { get; init; } = [1, 2];

    /// <summary>Optimizer steps of each arm, both stages together.</summary>
    public required int Steps { get; init; }

    /// <summary>Of these, steps of clip pretraining in the arm that has it.</summary>
    public required int PretrainSteps { get; init; }

    /// <summary>Steps between two scores of an arm.</summary>
    public required int MeasureEvery { get; init; }

    /// <exception cref="ArgumentException">Two settings contradict each other; the message names both.</exception>
    public void Validate()
    {
        if (PretrainSteps < 1 || PretrainSteps >= Steps)
        {
            throw new ArgumentException(
                $"Steps on clips must be from 1 to {Steps - 1}, below the {Steps} of an arm, got {PretrainSteps}.");
        }
        if (MeasureEvery < 1)
            throw new ArgumentException($"Steps between scores must be at least 1, got {MeasureEvery}.");
    }

    internal IReadOnlyList<AblationArm> Arms =>
        [new("sft", 0, Steps), new("clips-sft", PretrainSteps, Steps - PretrainSteps)];

    /// <summary>Steps of both stages together after which an arm is scored.</summary>
    internal IReadOnlyList<int> MeasuredSteps => [.. Enumerable.Range(1, Steps).Where(IsMeasured)];

    /// <summary>Whether an arm is scored after this many steps of both its stages.</summary>
    internal bool IsMeasured(int step) => step == Steps || step % MeasureEvery == 0;

    /// <summary>What two runs in one folder must have in common.</summary>
    internal string Describe() =>
        $"{Editor.Name}, {Steps} steps, {PretrainSteps} on clips, scored every {MeasureEvery}, "
        + $"{Editor.Data.Pairs} pairs, {Editor.Data.ClipPairs} clips, {Editor.Evaluation.Cases} cases";
}
