using static TorchSharp.torch;

namespace Mesh.Training.Optimizers;

/// <summary>One matrix that Muon orthogonalizes: some rows of a weight.</summary>
/// <param name="Start">First value in the flat tensors.</param>
/// <param name="Rows">Rows of the matrix.</param>
/// <param name="Columns">Columns: the weight's other dimensions together.</param>
public sealed record MatrixSlice(long Start, long Rows, long Columns)
{
    /// <summary>Cuts a weight into square matrices where its rows allow it, as fused layers stack them.</summary>
    /// <remarks>
    /// Queries, keys and values, the parts of a modulation, and the halves of a fused layer are maps of their own: each
    /// gets an update of norm 1 instead of all of them one together.
    /// </remarks>
    public static IEnumerable<MatrixSlice> Of(MasterView view)
    {
        var rows = view.Shape[0];
        var columns = view.Shape.Skip(1).Aggregate(1L, (product, size) => product * size);
        var parts = view.Shape.Count == 2 && rows % columns == 0 ? rows / columns : 1;
        for (var part = 0L; part < parts; part++)
            yield return new MatrixSlice(view.Start + part * (rows / parts) * columns, rows / parts, columns);
    }

    /// <summary>The matrix in a flat tensor, a view, [Rows, Columns].</summary>
    public Tensor Of(Tensor flat)
    {
        using var part = flat.narrow(0, Start, Rows * Columns);
        return part.view(Rows, Columns);
    }
}
