using Mesh.Distributed;
using Mesh.Distributed.Sharding;
using Mesh.Models.MmDit;
using Mesh.Training.Recipes;
using Mesh.Training.Recompute;
using static TorchSharp.torch;

namespace Mesh.Training.Tests;

/// <summary>Activations that are computed again instead of being kept.</summary>
public sealed class RecomputeTests
{
    [Theory]
    [InlineData(RecomputeLevel.Attention)]
    [InlineData(RecomputeLevel.Block)]
    public void Gradients_are_the_same_bits(RecomputeLevel level)
    {
        Assert.Equal(Gradient(RecomputeLevel.None).Grads, Gradient(level).Grads);
    }

    [Fact]
    public void Each_level_keeps_less_than_the_one_before()
    {
        var kept = Enum.GetValues<RecomputeLevel>().Select(level => Gradient(level).KeptBytes).ToArray();

        Assert.True(kept[1] < kept[0], $"{kept[1]} of {kept[0]}");
        Assert.True(kept[2] < kept[1] / 4, $"{kept[2]} of {kept[1]}");
    }

    [Fact]
    public void The_arithmetic_of_the_budget_is_that_of_the_counted_bytes()
    {
        var (none, attention) = (Ratio(RecomputeLevel.None), Ratio(RecomputeLevel.Attention));

        Assert.True(none is > 0.7 and < 1.3 && attention is > 0.7 and < 1.3, $"{none:0.00}, {attention:0.00}");

        static double Ratio(RecomputeLevel level) => Gradient(level).KeptBytes
            / (6.0 * RecomputeBudget.BlockBytes(Wide, Tokens, 1, level, sizeof(float)));
    }

    [Fact]
    public void A_smaller_budget_computes_more_again_and_attentions_before_blocks()
    {
        var whole = Plan(long.MaxValue);
        var some = Plan(Need(RecomputeLevel.None) * 9 / 10);
        var little = Plan(Need(RecomputeLevel.None) / 5);

        Assert.All(whole, level => Assert.Equal(RecomputeLevel.None, level));
        Assert.Equal(RecomputeLevel.Attention, some[0]);
        Assert.DoesNotContain(RecomputeLevel.Block, some);
        Assert.Contains(RecomputeLevel.Block, little);
        Assert.Throws<ArgumentException>(() => Plan(1));

        static IReadOnlyList<RecomputeLevel> Plan(long budget) =>
            RecomputeBudget.Plan(MmDitConfig.Hunyuan13B, 4096, 1, 2, budget);

        static long Need(RecomputeLevel level) =>
            60 * RecomputeBudget.BlockBytes(MmDitConfig.Hunyuan13B, 4096, 1, level, 2);
    }

    private const long Tokens = 2 * 96 + 4;

    private static MmDitConfig Wide { get; } = IcveRecipes.Smoke().Transformer with
    {
        HiddenSize = 96,
        NumHeads = 8,
        NumDoubleBlocks = 3,
        NumSingleBlocks = 3,
    };

    private static (float[] Grads, long KeptBytes) Gradient(RecomputeLevel level)
    {
        CpuMemory.StartCounting();
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        var runner = new RecomputedBlocks(_ => level);
        var plain = Nn.Layers.Default;
        manual_seed(3);
        var blocks = new ShardedBlocks(runner);
        using var model = new MmDitModel(
            Wide, plain with { Blocks = blocks, Attention = runner.Over(plain.Attention) });
        using var weights = new ShardedWeights(model, MeshRank.Alone, ScalarType.Float32, blocks);
        var latent = randn([1, 4, 4, 12, 8], generator: random);
        var text = new Models.TextCondition(
            randn([1, 4, 8], generator: random),
            tensor((long[])[1, 1, 1, 0]).view(1, 4),
            randn([1, 48], generator: random));
        var input = new MmDitInput(latent, latent * 0.5, text, full([1], 300f), null);
        weights.BeginPass();
        var before = CpuMemory.Current;
        var loss = model.call(input).square().mean();
        var kept = CpuMemory.Current - before;
        loss.backward();
        weights.EndPass();
        return ([.. weights.Trained.SelectMany(flat => flat.Grad!.data<float>().ToArray())], kept);
    }
}
