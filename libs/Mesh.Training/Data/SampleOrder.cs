namespace Mesh.Training.Data;

/// <summary>The order in which a stage sees its samples: every epoch another permutation, whatever the ranks.</summary>
/// <param name="samples">Numbers of the samples of the stage.</param>
/// <param name="seed">Of the run.</param>
/// <param name="stage">Name of the stage.</param>
public sealed class SampleOrder(IReadOnlyList<int> samples, ulong seed, string stage)
{
    private (long Epoch, int[] Order)? _last;

    /// <summary>The samples of a step.</summary>
    /// <param name="step">Of the stage, from 0.</param>
    /// <param name="batchSize">Samples of a step.</param>
    public IReadOnlyList<int> Batch(int step, int batchSize) =>
        [.. Enumerable.Range(0, batchSize).Select(index => At((long)step * batchSize + index))];

    private int At(long position)
    {
        var (epoch, index) = Math.DivRem(position, samples.Count);
        if (_last?.Epoch != epoch)
            _last = (epoch, Permutation(epoch));
        return samples[_last.Value.Order[index]];
    }

    // Fisher-Yates.
    private int[] Permutation(long epoch)
    {
        var order = Enumerable.Range(0, samples.Count).ToArray();
        var state = TrainingRandom.Seed(seed, stage, epoch, samples.Count);
        for (var last = order.Length - 1; last > 0; last--)
        {
            state = TrainingRandom.Mix(state);
            var other = (int)(state % (ulong)(last + 1));
            (order[last], order[other]) = (order[other], order[last]);
        }
        return order;
    }
}
