using static TorchSharp.torch;

namespace Mesh.Training.Flow;

/// <summary>Encoded training pairs in memory; pairs of one scene share its source.</summary>
/// <param name="Sources">[S, C, T, h, w], bfloat16.</param>
/// <param name="Targets">[N, C, T, h, w], bfloat16.</param>
/// <param name="SourceOf">Row of each pair's source, int64, [N].</param>
/// <param name="Instructions">Token ids, int64, [N, L].</param>
public sealed record PairPool(Tensor Sources, Tensor Targets, Tensor SourceOf, Tensor Instructions) : IDisposable
{
    public long Count => Targets.shape[0];

    /// <summary>Pairs drawn with replacement.</summary>
    public FlowBatch Draw(int batchSize, Generator random)
    {
        using var scope = NewDisposeScope();
        var rows = randint(Count, (long[])[batchSize], ScalarType.Int64, Targets.device, generator: random);
        return new FlowBatch(
            Sources.index_select(0, SourceOf.index_select(0, rows)).MoveToOuterDisposeScope(),
            Targets.index_select(0, rows).MoveToOuterDisposeScope(),
            Instructions.index_select(0, rows).MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        Sources.Dispose();
        Targets.Dispose();
        SourceOf.Dispose();
        Instructions.Dispose();
    }
}
