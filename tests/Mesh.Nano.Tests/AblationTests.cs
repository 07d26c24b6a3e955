using Mesh.Nano.Ablation;
using Mesh.Nano.Output;
using Mesh.Nano.Recipe;
using Mesh.TestKit;
using Mesh.Training;

namespace Mesh.Nano.Tests;

public sealed class AblationTests(AblationTests.Unbroken unbroken) : IClassFixture<AblationTests.Unbroken>
{
    private static readonly AblationRecipe Recipe = AblationRecipes.Smoke with { Seeds = [3] };
    private static readonly string Autoencoder = Path.Combine(RepositoryRoot.Path, "models", "nano");

    private readonly TemporaryFolder _folder = unbroken.Folder;

    [Fact]
    public void Both_arms_take_equal_steps_and_their_scores_become_a_table_and_curves()
    {
        var result = unbroken.Result;

        Assert.Equal(
            [("sft", 3), ("sft", 6), ("clips-sft", 3), ("clips-sft", 6)],
            result.Points.Select(point => (point.Arm, point.Step)));
        Assert.Equal(
            [("sft", "finetune", 6), ("clips-sft", "pretrain", 2), ("clips-sft", "finetune", 4)],
            result.Losses.Select(loss => (loss.Arm, loss.Stage, loss.History.Count)));
        Assert.NotEqual(Weights("a", "sft"), Weights("a", "clips-sft"));
        Assert.Contains("| clips-sft | 3 |", File.ReadAllText(_folder.At("a/table.md")), StringComparison.Ordinal);
        Assert.Equal(5, File.ReadAllLines(_folder.At("a/scores.csv")).Length);
        Assert.StartsWith("<svg", File.ReadAllText(_folder.At("a/curves.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_run_goes_on_to_the_weights_of_an_unbroken_one_and_scores_nothing_twice()
    {
        using var stop = new CancellationTokenSource();
        var stopping = new Watcher(report =>
        {
            if (report is { Stage: "seed 3, clips-sft: finetune", Step: 2 })
                stop.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RunAsync(_folder.At("b"), stopping, stop: stop.Token));
        var scored = _folder.At("b/seed-3/sft/step-00006/metrics.json");
        MetricsFile.Save(scored, MetricsFile.Load(scored) with { Cases = 100 });

        var resumed = await RunAsync(_folder.At("b"), resume: true);

        Assert.Equal(Weights("a", "clips-sft"), Weights("b", "clips-sft"));
        Assert.Equal(unbroken.Result.Points[^1].Report.OutsidePsnr, resumed.Points[^1].Report.OutsidePsnr);
        Assert.Equal(100, resumed.Points[1].Report.Cases);
    }

    [Fact]
    public async Task A_folder_with_another_comparison_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("settings.txt"), "smoke-ablation, 7 steps");

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(folder.Path, resume: true));

        Assert.Contains("7 steps, but this is one of smoke-ablation, 6 steps", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pretraining_that_leaves_no_step_for_pairs_is_refused()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => AblationTraining.RunAsync(
            Recipe with { PretrainSteps = 6 }, Autoencoder, _folder.Path, new TrainingOptions()));

        Assert.Contains("from 1 to 5", error.Message, StringComparison.Ordinal);
    }

    private static Task<AblationResult> RunAsync(
        string folder, Watcher? progress = null, bool resume = false, CancellationToken stop = default) =>
        AblationTraining.RunAsync(
            Recipe, Autoencoder, folder, new TrainingOptions { Resume = resume }, progress, stop);

    private byte[] Weights(string folder, string arm) =>
        File.ReadAllBytes(_folder.At($"{folder}/seed-3/{arm}/step-00006/transformer.safetensors"));

    /// <summary>A comparison in folder a.</summary>
    public sealed class Unbroken : IAsyncLifetime
    {
        public TemporaryFolder Folder { get; } = new();

        public AblationResult Result { get; private set; } = null!;

        public async Task InitializeAsync() => Result = await RunAsync(Folder.At("a"));

        public Task DisposeAsync()
        {
            Folder.Dispose();
            return Task.CompletedTask;
        }
    }

    private sealed class Watcher(Action<StepReport> told) : IProgress<StepReport>
    {
        public void Report(StepReport value) => told(value);
    }
}
