using Mesh.Editing.Composition;
using Mesh.Nano.Data;
using Mesh.Scenes;
using Mesh.Training;
using static TorchSharp.torch;

namespace Mesh.Nano.Evaluation;

/// <summary>Scores an editor on rendered films it has never seen, where the exact answer is known.</summary>
public static class SceneEvaluation
{
    /// <param name="editor">What is scored.</param>
    /// <param name="options">Which cases.</param>
    /// <param name="progress">Told the cases done and all cases.</param>
    /// <param name="cancellation">Observed between batches.</param>
    /// <returns>The figures, and some cases to look at.</returns>
    public static (EvaluationReport Report, IReadOnlyList<ShownCase> Shown) Run(
        ISceneEditor editor,
        EvaluationOptions options,
        IProgress<(int Done, int Total)>? progress = null,
        CancellationToken cancellation = default)
    {
        var cases = EvaluationCase.Draw(options.Cases, options.Seed);
        var (results, shown) = (new List<CaseResult>(), new List<ShownCase>());
        foreach (var indices in Enumerable.Range(0, cases.Count).Chunk(options.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var one in Batch(editor, cases, indices, options.Seed))
            {
                results.Add(one.Result);
                if (shown.Count < options.Shown)
                    shown.Add(one);
            }
            progress?.Report((results.Count, cases.Count));
        }
        return (EvaluationReport.Of(results, options.Seed), shown);
    }

    private static List<ShownCase> Batch(
        ISceneEditor editor, IReadOnlyList<EvaluationCase> cases, int[] indices, ulong seed)
    {
        using var scope = NewDisposeScope();
        var source = ClipTensors.Render([.. indices.Select(i => (cases[i].Edit.Source, 0.0))], editor.Side);
        var target = ClipTensors.Render([.. indices.Select(i => (cases[i].Edit.Target, 0.0))], editor.Side);
        long[] seeds = [.. indices.Select(i => (long)(TrainingRandom.Seed(seed, "evaluation", i, 0) >> 1))];

        var clips = new Clips(
            editor.Side,
            Values(source),
            Values(target),
            Values(editor.Edit(source, [.. indices.Select(i => cases[i].Edit.Instruction)], seeds)),
            Values(editor.Edit(source, [.. indices.Select(i => Another(cases, i))], seeds)),
            Values(editor.Reconstruct(source)),
            Values(editor.Reconstruct(target)));
        return [.. indices.Select((index, row) => clips.Score(cases[index], row, editor.Composer))];
    }

    // The instruction of a case half the set away, or the next one that says something else.
    private static string Another(IReadOnlyList<EvaluationCase> cases, int index)
    {
        var others = Enumerable.Range(0, cases.Count)
            .Select(i => cases[(index + cases.Count / 2 + 1 + i) % cases.Count].Edit.Instruction);
        return others.FirstOrDefault(other => other != cases[index].Edit.Instruction) ?? "";
    }

    private static float[] Values(Tensor video) =>
        video.to(ScalarType.Float32).add(1).div_(2).clamp_(0, 1).contiguous().data<float>().ToArray();

    /// <summary>The clips of a batch one after the other, [B, 3, F, H, W] in [0, 1].</summary>
    private sealed record Clips(
        int Side, float[] Source, float[] Target, float[] Edited, float[] Shuffled, float[] SourceAgain,
        float[] TargetAgain)
    {
        public ShownCase Score(EvaluationCase one, int row, IComposer composer)
        {
            var (source, target, sourceAgain) = (Row(Source, row), Row(Target, row), Row(SourceAgain, row));
            var delivered = DeliveredClip.Compose(composer, Side, source, Row(Edited, row), sourceAgain);
            var identityMse = EditScore.IdentityMse(source, target, sourceAgain);
            var error = (MeanSquare(source, sourceAgain) + MeanSquare(target, Row(TargetAgain, row))) / 2;
            var result = new CaseResult(
                one,
                EditScore.Measure(source, target, Row(Edited, row), identityMse),
                EditScore.Measure(source, target, delivered, identityMse),
                EditScore.Measure(source, target, Row(Shuffled, row), identityMse),
                EditScore.Measure(source, target, sourceAgain, identityMse),
                EditScore.Measure(source, target, Row(TargetAgain, row), identityMse),
                error);
            return new ShownCase(result, Side, source, Row(Edited, row), target);
        }

        private float[] Row(float[] clips, int row)
        {
            var length = ClipTensors.Values(Side);
            return clips.AsSpan(row * length, length).ToArray();
        }

        private static double MeanSquare(float[] a, float[] b) =>
            a.Zip(b, (x, y) => ((double)x - y) * ((double)x - y)).Average();
    }
}
