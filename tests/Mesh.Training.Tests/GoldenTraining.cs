using Mesh.Diffusion;
using Mesh.Distributed;
using Mesh.Distributed.Sequence;
using Mesh.Distributed.Sharding;
using Mesh.Models;
using Mesh.Models.MmDit;
using Mesh.Nn;
using Mesh.Parity.Tests;
using Mesh.TestKit;
using Mesh.Training.Optimizers;
using Mesh.Training.Sharded;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Training.Tests;

/// <summary>
/// The recorded training of the editing transformer, on any grid of ranks: loss, norm and weights of ten AdamW steps,
/// and every gradient of the last. The recorded weights are those at the end, so the run starts from the weights of the
/// forward recording of the same network.
/// </summary>
internal sealed class GoldenTraining : IDisposable
{
    private const double LearningRate = 1e-3;
    private const double WeightDecay = 0.01;
    private const double MaxGradNorm = 1;

    private readonly Golden _golden = Open("icve_dit_train_tiny");
    private readonly MeshRank _place;
    private readonly MmDitModel _model;
    private readonly ShardedWeights _weights;
    private readonly ShardedAdamW _optimizer;

    /// <param name="place">Where this rank is.</param>
    /// <param name="compute">Element type the network computes in.</param>
    /// <param name="isFrozen">Weights that are not trained; none unless given.</param>
    public GoldenTraining(
        MeshRank place, ScalarType compute = ScalarType.Float32, Func<string, bool>? isFrozen = null)
    {
        _place = place;
        var blocks = new ShardedBlocks(PlainBlocks.Instance);
        var layers = Layers.Default with
        {
            Blocks = blocks,
            Tokens = place.Sequence.Size == 1 ? WholeSequence.Instance : new SequenceShards(place.Sequence),
        };
        _model = new MmDitModel(MmDitGoldenConfig.Of(_golden), layers);
        using (var start = Open("icve_dit_tiny"))
            start.Load(_model);
        foreach (var (name, weight) in _model.named_parameters())
            weight.requires_grad = isFrozen?.Invoke(name) != true;
        _weights = new ShardedWeights(_model, place, compute, blocks);
        _optimizer = new ShardedAdamW(
            _weights,
            new AdamWConfig(LearningRate) { Beta2 = 0.999, WeightDecay = WeightDecay },
            place,
            emaDecay: null);
    }

    public ShardedWeights Weights => _weights;

    public ShardedAdamW Optimizer => _optimizer;

    public Tensor Recorded(string name) => _golden[name];

    /// <summary>One step on the recorded samples; every data rank takes one of the two.</summary>
    /// <param name="step">From 0.</param>
    /// <param name="microBatches">Passes whose gradients add up.</param>
    /// <returns>Loss and gradient norm.</returns>
    public (double Loss, double GradNorm) Step(int step, int microBatches = 1)
    {
        var (loss, norm) = Gradient(microBatches);
        _optimizer.Step(step, 1, norm, MaxGradNorm);
        return (loss, norm);
    }

    /// <summary>Adds up the gradient of all samples.</summary>
    public (double Loss, double GradNorm) Gradient(int microBatches = 1)
    {
        using var scope = NewDisposeScope();
        var dataRanks = _place.Mesh.DataSize;
        var samples = (int)_golden["in.sigma"].shape[0];
        var sum = 0.0;
        for (var pass = 0; pass < microBatches; pass++)
        {
            // With more parts than samples each sample is taken by several, with that much less weight.
            var parts = dataRanks * microBatches;
            var part = _place.DataRank * microBatches + pass;
            var rows = parts >= samples ? (part % samples, 1) : (part * (samples / parts), samples / parts);
            _weights.BeginPass();
            var loss = Loss(rows) / parts;
            loss.backward();
            _weights.EndPass();
            sum += loss.ToDouble();
        }
        return (_place.All.Sum(sum) / _place.Mesh.Sequence, _optimizer.GradNorm());
    }

    /// <summary>The whole of a flat tensor's shards, by name of the weight.</summary>
    public Dictionary<string, Tensor> Whole(Func<FlatWeights, Tensor> shardOf)
    {
        var whole = new Dictionary<string, Tensor>();
        foreach (var flat in _weights.Trained)
        {
            var all = empty([flat.ShardNumel * _place.Shards.Size]);
            _place.Shards.AllGather(all, shardOf(flat)).Wait();
            foreach (var slot in flat.Slots)
                whole[slot.Name] = all.narrow(0, slot.Start, slot.Count).view([.. slot.Shape]);
        }
        return whole;
    }

    public void Dispose()
    {
        _golden.Dispose();
        _optimizer.Dispose();
        _weights.Dispose();
        _model.Dispose();
    }

    private Tensor Loss((int Start, int Count) rows)
    {
        var (noise, edited, sigma) = (Rows("in.noise"), Rows("in.latent_edit"), Rows("in.sigma"));
        var input = new MmDitInput(
            FlowMatching.Interpolate(edited, noise, sigma),
            Rows("in.latent_org"),
            new TextCondition(Rows("in.text_states"), Rows("in.text_mask"), Rows("in.text_states_2")),
            sigma * 1000,
            Rows("in.guidance"));
        var output = _model.call(input).to(ScalarType.Float32);
        return nn.functional.mse_loss(output, noise - edited);

        Tensor Rows(string name) => _golden[name].narrow(0, rows.Start, rows.Count);
    }

    private static Golden Open(string name) =>
        Golden.Open(Path.Combine(RepositoryRoot.Path, "tests", "goldens", $"{name}.safetensors"));
}
