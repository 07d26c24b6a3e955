using Mesh.Editing.Composition;
using Mesh.Nano.Evaluation;
using Mesh.Scenes;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Nano.Tests;

public sealed class SceneEvaluationTests
{
    private static readonly EvaluationOptions Options = new() { Cases = 34, Seed = 5, BatchSize = 16 };

    [Fact]
    public void An_editor_that_returns_the_source_scores_nothing_and_keeps_everything()
    {
        var (report, _) = SceneEvaluation.Run(new Fake((source, _) => source), Options);

        Assert.Equal(0, report.Success.Rate);
        Assert.Equal(0, report.Identity.Rate);
        Assert.Equal(0, report.OutsideLoss);
    }

    [Fact]
    public void An_editor_that_knows_the_answers_scores_all_and_the_shuffled_one_hardly_anything()
    {
        var answers = EvaluationCase.Draw(Options.Cases, Options.Seed)
            .ToLookup(one => one.Edit.Instruction, one => one.Edit);

        var (report, _) = SceneEvaluation.Run(new Fake(Answer), Options);

        Assert.Equal(1, report.Success.Rate);
        Assert.Equal(1, report.Ceiling.Rate);
        Assert.True(report.Shuffled.Rate < 0.2);

        Tensor Answer(Tensor source, IReadOnlyList<string> instructions)
        {
            var edited = source.clone();
            foreach (var (row, instruction) in instructions.Index())
            {
                foreach (var edit in answers[instruction])
                {
                    var from = Clip(edit.Source);
                    if (from.equal(source[row]).all().ToBoolean())
                        edited[row].copy_(Clip(edit.Target));
                }
            }
            return edited;
        }
    }

    [Fact]
    public void Cases_are_an_equal_mix_of_types_over_the_splits_and_another_seed_draws_others()
    {
        var cases = EvaluationCase.Draw(240, 1);

        Assert.All(cases.GroupBy(one => one.Edit.Type), group => Assert.Equal(40, group.Count()));
        Assert.Equal(3, cases.Select(one => one.Split).Distinct().Count());
        Assert.Equal(cases.Select(one => one.Edit), EvaluationCase.Draw(240, 1).Select(one => one.Edit));
        Assert.NotEqual(cases.Select(one => one.Edit), EvaluationCase.Draw(240, 2).Select(one => one.Edit));
    }

    [Fact]
    public void Faint_noise_of_a_network_does_not_reach_what_a_person_sees()
    {
        using var random = new Generator(3);
        var noisy = new Fake((source, _) => source + randn(source.shape, generator: random) * 0.02)
        {
            Composer = new ChangeOverlay(),
        };

        var (report, _) = SceneEvaluation.Run(noisy, new EvaluationOptions { Cases = 12 });

        // Rounding to bytes alone leaves 58.9 dB.
        Assert.True(report.OutsidePsnr < 45, $"network {report.OutsidePsnr:F1} dB");
        Assert.True(report.DeliveredOutsidePsnr > 58, $"delivered {report.DeliveredOutsidePsnr:F1} dB");
    }

    private static Tensor Clip(Scene scene)
    {
        var values = new float[3 * Scene.ClipFrames * Scene.ClipSide * Scene.ClipSide];
        SceneRenderer.Render(scene, Scene.ClipFrames, Scene.ClipSide, Scene.ClipSide, values);
        return tensor(values, [3, Scene.ClipFrames, Scene.ClipSide, Scene.ClipSide]).mul_(2).sub_(1);
    }

    private sealed class Fake(Func<Tensor, IReadOnlyList<string>, Tensor> edit) : ISceneEditor
    {
        public int Side => Scene.ClipSide;

        public IComposer Composer { get; init; } = new WholeFrame();

        public Tensor Edit(Tensor source, IReadOnlyList<string> instructions, IReadOnlyList<long> seeds) =>
            edit(source, instructions);

        public Tensor Reconstruct(Tensor video) => video.clone();
    }
}
