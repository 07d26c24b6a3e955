using Mesh.Training.Data;
using Mesh.Training.Recipes;
using Mesh.Training.Runs;

namespace Mesh.Training.Tests;

/// <summary>Which samples come when, and on which rank.</summary>
public sealed class BatchTests
{
    private static readonly ClipBucket Small = new(16, 16, 1);
    private static readonly ClipBucket Large = new(64, 64, 1);

    [Fact]
    public void Every_epoch_has_every_sample_once_in_another_order()
    {
        var order = new SampleOrder([.. Enumerable.Range(100, 20)], seed: 3, "stage");

        var epochs = Enumerable.Range(0, 10).SelectMany(step => order.Batch(step, 6)).Chunk(20).ToList();

        Assert.All(epochs, epoch => Assert.Equal(Enumerable.Range(100, 20), epoch.Order()));
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.Equal(order.Batch(4, 6), new SampleOrder([.. Enumerable.Range(100, 20)], 3, "stage").Batch(4, 6));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Ranks_share_a_batch_with_as_many_passes_each_and_about_as_many_tokens(int ranks)
    {
        var plan = TokenBalance.Spread([.. Enumerable.Range(0, 12)], BucketOf, TokensOf, limit: 32, ranks);

        Assert.Single(plan.Select(passes => passes.Count).Distinct());
        var counted = plan.SelectMany(passes => passes).Where(pass => pass.Counts).ToList();
        Assert.Equal(Enumerable.Range(0, 12), counted.SelectMany(pass => pass.Samples).Order());
        Assert.All(counted, pass => Assert.True(
            pass.Samples.Count == 1 || pass.Samples.Count * TokensOf(pass.Bucket) <= 32));
        var loads = plan.Select(Load).ToList();
        Assert.InRange(loads.Max() - loads.Min(), 0, 32);

        static long Load(IReadOnlyList<MicroBatch> passes) =>
            passes.Where(pass => pass.Counts).Sum(pass => pass.Samples.Count * TokensOf(pass.Bucket));
    }

    [Fact]
    public void A_bucket_without_samples_is_an_error_that_names_it()
    {
        var recipe = IcveRecipes.Smoke();
        var missing = recipe with
        {
            Stages = [recipe.Stages[0] with { Buckets = [.. recipe.Stages[0].Buckets, new ClipBucket(64, 64, 9)] }],
        };

        var error = Assert.Throws<InvalidDataException>(() => new StageData(missing, new SmokeSamples(recipe), 1));

        Assert.Contains("no sample of 64x64x9 in smoke-64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_that_are_no_number_or_a_spike_are_not_taken()
    {
        var guard = new StepGuard(factor: 3);
        for (var step = 0; step < 20; step++)
            Assert.Null(guard.Judge(1 + 0.01 * step, 1));

        Assert.Contains("NaN", guard.Judge(double.NaN, 1), StringComparison.Ordinal);
        Assert.NotNull(guard.Judge(1, double.PositiveInfinity));
        Assert.Contains("over 3 times the median", guard.Judge(4, 1), StringComparison.Ordinal);
        Assert.Null(guard.Judge(2, 1));
        Assert.Equal(21, guard.Recent.Count);
    }

    [Fact]
    public void The_recipes_have_the_numbers_of_the_paper()
    {
        var (pretrain, sft) = (IcveRecipes.Pretrain(), IcveRecipes.FineTune());

        Assert.Equal([(30_000, 32, 1e-5), (10_000, 32, 1e-5)], pretrain.Stages.Select(Numbers));
        Assert.Equal([(12_000, 12, 1e-6)], sft.Stages.Select(Numbers));
        Assert.Equal(1_280_000, pretrain.Stages.Sum(stage => stage.Steps * stage.BatchSize));
        Assert.Equal(7, sft.Stages[0].Buckets.Count);
        Assert.Equal(28_800, pretrain.Scale.Tokens(new(480, 768, 77), pretrain.Transformer.PatchSize));

        static (int, int, double) Numbers(TrainingStage stage) => (stage.Steps, stage.BatchSize, stage.LearningRate);
    }

    private static ClipBucket BucketOf(int sample) => sample % 3 == 0 ? Large : Small;

    private static long TokensOf(ClipBucket bucket) => bucket.Height * bucket.Width / 256;
}
