using Mesh.Distributed;
using Mesh.Distributed.Sequence;
using Mesh.Models;
using Mesh.Models.MmDit;
using Mesh.Nn;
using Mesh.Training.Recipes;
using static TorchSharp.torch;

namespace Mesh.Training.Tests;

/// <summary>Samples whose tokens lie on several ranks.</summary>
public sealed class SequenceTests
{
    private static readonly Lock Building = new();

    /// <param name="ranks">Ranks of a sample; there are 2 heads.</param>
    /// <param name="width">Tokens of a stream, of two columns of latent cells each.</param>
    [Theory]
    [InlineData(2, 5)]
    [InlineData(3, 5)]
    [InlineData(4, 3)]
    [InlineData(5, 2)]
    public void Any_number_of_tokens_goes_over_any_number_of_ranks(int ranks, int width)
    {
        var alone = Train(WholeSequence.Instance, width);
        var shared = LocalRanks.Run(ranks, (_, group) => Train(new SequenceShards(group), width));

        Assert.All(shared, rank => AssertClose(alone.Output, rank.Output));
        var sum = Enumerable.Range(0, alone.Grads.Length).Select(at => shared.Sum(rank => rank.Grads[at])).ToArray();
        AssertClose(alone.Grads, sum);
    }

    private static (float[] Output, float[] Grads) Train(ITokenShards tokens, int width)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        using var model = Build(tokens);
        var latent = randn([1, 4, 1, 2, 2 * width], generator: random);
        var text = new TextCondition(
            randn([1, 4, 8], generator: random),
            tensor((long[])[1, 1, 1, 0]).view(1, 4),
            randn([1, 48], generator: random));
        var output = model.call(new MmDitInput(latent, latent * 0.5, text, full([1], 300f), null));
        output.square().mean().backward();
        var grads = model.parameters().Select(weight => weight.grad ?? weight.zeros_like());
        return (
            output.data<float>().ToArray(), [.. grads.SelectMany(grad => grad.data<float>().ToArray())]);
    }

    // The seed is the process's, and ranks are threads here.
    private static MmDitModel Build(ITokenShards tokens)
    {
        lock (Building)
        {
            manual_seed(3);
            return new MmDitModel(IcveRecipes.Smoke().Transformer, Layers.Default with { Tokens = tokens });
        }
    }

    private static void AssertClose(float[] expected, float[] actual) => Assert.All(
        expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f + 1e-4f * Math.Abs(pair.First)));
}
