using Mesh.Training.Recipes;
using static TorchSharp.torch;

namespace Mesh.Training.Data;

/// <summary>Whether samples are what the network of a recipe takes.</summary>
internal static class SampleShapes
{
    /// <summary>Looks at one sample of every bucket of the recipe.</summary>
    /// <exception cref="InvalidDataException">Its latents or texts have other sizes; names them.</exception>
    public static void Require(TrainingRecipe recipe, ISampleSource samples)
    {
        var buckets = recipe.Stages.SelectMany(stage => stage.Buckets).ToHashSet();
        foreach (var (bucket, number) in samples.Buckets.Index()
            .Where(pair => buckets.Contains(pair.Item)).Select(pair => (pair.Item, pair.Index))
            .DistinctBy(pair => pair.Item))
        {
            using var scope = NewDisposeScope();
            var sample = samples.Read(number);
            var (t, h, w) = recipe.Scale.Of(bucket);
            var network = recipe.Transformer;
            var expected = Words([network.InChannels, t, h, w], network.TextChannels, network.PooledChannels);
            foreach (var latent in (Tensor[])[sample.Source, sample.Target])
            {
                var actual = Words(latent.shape, sample.Text.Tokens.shape[^1], sample.Text.Pooled.shape[^1]);
                if (actual != expected)
                {
                    throw new InvalidDataException($"{recipe.Name} takes of {bucket} {expected}; a sample has "
                        + $"{actual}: encode the clips with the model that the recipe trains.");
                }
            }
        }
    }

    private static string Words(long[] latent, long text, long pooled) =>
        $"latents [{string.Join(", ", latent)}] and texts of {text} and {pooled} channels";
}
