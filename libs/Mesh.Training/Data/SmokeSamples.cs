using Mesh.Models;
using Mesh.Training.Recipes;
using static TorchSharp.torch;

namespace Mesh.Training.Data;

/// <summary>
/// Samples made from numbers: smooth noise as a source, and an instruction that says which channel is turned over. They
/// need no files, and a network can learn them.
/// </summary>
/// <param name="recipe">Says how large they are.</param>
/// <param name="count">How many.</param>
/// <param name="first">Number of the first; others are other samples, as for holding some out.</param>
public sealed class SmokeSamples(TrainingRecipe recipe, int count = 64, int first = 0) : ISampleSource
{
    private const int TextTokens = 5;

    public string Fingerprint => first == 0 ? $"smoke-{count}" : $"smoke-{count}-from-{first}";

    public IReadOnlyList<ClipBucket> Buckets { get; } = [.. Enumerable.Range(0, count).Select(sample =>
        recipe.Stages[0].Buckets[sample % recipe.Stages[0].Buckets.Count])];

    public TextCondition NoInstruction => Text(zeros([1, TextTokens, recipe.Transformer.TextChannels]), 1);

    public TrainingSample Read(int sample)
    {
        using var random = new Generator(TrainingRandom.Seed(0, "smoke", 0, first + sample));
        var (t, h, w) = recipe.Scale.Of(Buckets[sample]);
        var channels = recipe.Transformer.InChannels;
        var stripes = randn([channels, 1, h, 1], generator: random);
        var source = stripes + 0.3 * randn([channels, t, h, w], generator: random);
        var turned = sample / recipe.Stages[0].Buckets.Count % channels;
        var signs = ones([channels, 1, 1, 1]);
        signs[turned].fill_(-1);
        var words = randn([1, TextTokens, recipe.Transformer.TextChannels], generator: random) * 0.1;
        words.select(2, turned).add_(2);
        return new TrainingSample(source, source * signs, Text(words, 3));
    }

    private TextCondition Text(Tensor words, int real)
    {
        var mask = zeros([1, TextTokens], ScalarType.Int64);
        mask.narrow(1, 0, real).fill_(1);
        var times = (recipe.Transformer.PooledChannels - 1) / recipe.Transformer.TextChannels + 1;
        var pooled = words.mean([1]).repeat(1, times).narrow(1, 0, recipe.Transformer.PooledChannels);
        return new TextCondition(words, mask, pooled);
    }
}
