using Mesh.Distributed;
using static TorchSharp.torch;

namespace Mesh.Training.Optimizers;

/// <summary>
/// Momentum, orthogonalized, on the matrices of a run. Matrices of one shape go through one batched product; the ranks
/// share the work and exchange the results.
/// </summary>
/// <remarks>Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks".</remarks>
public sealed class Muon : IFlatOptimizer
{
    private readonly MuonConfig _config;
    private readonly IProcessGroup _ranks;
    private readonly Tensor _weights;
    private readonly Tensor _grad;
    private readonly Tensor _momentum;
    private readonly Tensor _update;
    private readonly List<MatrixSlice[]> _batches;

    /// <param name="weights">Its first part is updated.</param>
    /// <param name="config">Settings.</param>
    /// <param name="ranks">Share the work.</param>
    /// <param name="compute">Element type of the products.</param>
    public Muon(MasterWeights weights, MuonConfig config, IProcessGroup ranks, ScalarType compute)
    {
        using var scope = NewDisposeScope();
        (_config, _ranks, Compute) = (config, ranks, compute);
        _weights = weights.Flat.narrow(0, 0, weights.NumMatrixValues).DetachFromDisposeScope();
        _grad = weights.Grad.narrow(0, 0, weights.NumMatrixValues).DetachFromDisposeScope();
        _momentum = zeros_like(_weights).DetachFromDisposeScope();
        _update = zeros_like(_weights).DetachFromDisposeScope();
        _batches = [.. weights.Views.Where(view => view.End <= weights.NumMatrixValues)
            .SelectMany(MatrixSlice.Of)
            .GroupBy(slice => (slice.Rows, slice.Columns))
            .Select(group => Share([.. group]))
            .Where(share => share.Length > 0)];
    }

    /// <summary>Element type of the products.</summary>
    public ScalarType Compute { get; }

    public IReadOnlyDictionary<string, Tensor> State =>
        new Dictionary<string, Tensor> { ["muon.momentum"] = _momentum };

    public void Update(int done, double factor)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        _momentum.mul_(_config.Momentum).add_(_grad, 1 - _config.Momentum);
        var nesterov = _grad.mul(1 - _config.Momentum).add_(_momentum, _config.Momentum);

        _update.zero_();
        foreach (var batch in _batches)
            Orthogonalize(batch, nesterov);
        _ranks.AllReduceSum([_update]);
        _weights.add_(_update, -_config.LearningRate * factor);
    }

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[_weights, _grad, _momentum, _update])
            tensor.Dispose();
    }

    private void Orthogonalize(MatrixSlice[] batch, Tensor nesterov)
    {
        using var scope = NewDisposeScope();
        var matrices = stack([.. batch.Select(slice => slice.Of(nesterov))]).to(Compute);
        var scale = Math.Sqrt(Math.Max(1, (double)batch[0].Rows / batch[0].Columns));
        var updates = NewtonSchulz.Orthogonalize(matrices, _config.Iterations).to(ScalarType.Float32).mul_(scale);
        foreach (var (index, slice) in batch.Index())
            slice.Of(_update).copy_(updates.select(0, index));
    }

    // Equal work for every rank, whatever the shape; a matrix is always one rank's alone.
    private MatrixSlice[] Share(MatrixSlice[] group) =>
        group[(group.Length * _ranks.Rank / _ranks.Size)..(group.Length * (_ranks.Rank + 1) / _ranks.Size)];
}
