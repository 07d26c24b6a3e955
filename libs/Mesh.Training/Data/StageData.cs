using Mesh.Training.Recipes;

namespace Mesh.Training.Data;

/// <summary>Which samples every rank has in every step of a recipe.</summary>
public sealed class StageData
{
    private readonly TrainingRecipe _recipe;
    private readonly ISampleSource _samples;
    private readonly int _ranks;
    private readonly Dictionary<string, SampleOrder> _orders = [];
    private (int Step, IReadOnlyList<IReadOnlyList<MicroBatch>> Passes)? _last;

    /// <param name="recipe">Stages and buckets.</param>
    /// <param name="samples">Their numbers and sizes.</param>
    /// <param name="ranks">Ranks that work on different samples.</param>
    /// <exception cref="InvalidDataException">A bucket has no sample; names stage and bucket.</exception>
    public StageData(TrainingRecipe recipe, ISampleSource samples, int ranks)
    {
        (_recipe, _samples, _ranks) = (recipe, samples, ranks);
        TextTokens = samples.NoInstruction.Tokens.shape[1];
        foreach (var stage in recipe.Stages)
        {
            string[] empty = [.. stage.Buckets.Except(samples.Buckets).Select(bucket => bucket.ToString())];
            if (empty.Length > 0)
                throw new InvalidDataException($"Stage {stage.Name} of {recipe.Name}: no sample of "
                    + $"{string.Join(", ", empty)} in {samples.Fingerprint}; it has "
                    + $"{string.Join(", ", samples.Buckets.Distinct())}.");
            int[] own = [.. Enumerable.Range(0, samples.Buckets.Count)
                .Where(sample => stage.Buckets.Contains(samples.Buckets[sample]))];
            _orders[stage.Name] = new SampleOrder(own, recipe.Seed, stage.Name);
        }
    }

    public long TextTokens { get; }

    /// <summary>Tokens of one stream of video.</summary>
    public long Tokens(ClipBucket bucket) => _recipe.Scale.Tokens(bucket, _recipe.Transformer.PatchSize);

    /// <summary>The passes of each rank in a step.</summary>
    /// <param name="step">Over all stages, from 0.</param>
    public IReadOnlyList<IReadOnlyList<MicroBatch>> Passes(int step)
    {
        if (_last?.Step == step)
            return _last.Value.Passes;
        var (stage, stageStep) = _recipe.At(step);
        var passes = TokenBalance.Spread(
            _orders[stage.Name].Batch(stageStep, stage.BatchSize),
            sample => _samples.Buckets[sample],
            bucket => 2 * Tokens(bucket),
            stage.TokensPerPass,
            _ranks);
        _last = (step, passes);
        return passes;
    }
}
