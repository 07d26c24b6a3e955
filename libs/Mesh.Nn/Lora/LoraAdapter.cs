using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Nn.Lora;

/// <summary>
/// Low-rank updates on some linear layers of a network that was built with <see cref="AdaptableLinear.Over"/>. The
/// network's own weights are frozen while it is attached.
/// </summary>
public sealed class LoraAdapter
{
    private readonly Dictionary<string, (AdaptableLinear Layer, double Scale)> _layers = [];
    private bool _isMerged;

    private LoraAdapter(Module network, IEnumerable<(string Path, AdaptableLinear Layer, LoraFactors Factors)> updates)
    {
        foreach (var (_, weight) in network.named_parameters())
            weight.requires_grad = false;
        foreach (var (path, layer, factors) in updates)
        {
            layer.Attach(factors);
            _layers[path] = (layer, factors.Scale);
        }
        Strength = 1;
    }

    /// <summary>The updated layers by their paths in the network.</summary>
    public IReadOnlyDictionary<string, AdaptableLinear> Layers =>
        _layers.ToDictionary(pair => pair.Key, pair => pair.Value.Layer);

    /// <summary>Share of the update that is applied; 0 switches it off, 1 is as trained.</summary>
    public double Strength
    {
        get;
        set
        {
            if (_isMerged)
                throw new InvalidOperationException("The adapter is merged: its strength can no longer change.");
            field = value;
            foreach (var (layer, scale) in _layers.Values)
                layer.Scale = scale * value;
        }
    }

    /// <summary>The factors of all layers: what a trainer trains.</summary>
    public IEnumerable<Parameter> Parameters() =>
        _layers.Values.SelectMany(pair => (Parameter[])[pair.Layer.Down!, pair.Layer.Up!]);

    /// <summary>
    /// A new adapter: down is normal with a deviation of 1 / r, up is zero, so that nothing changes yet.
    /// </summary>
    /// <param name="network">Built with <see cref="AdaptableLinear.Over"/>.</param>
    /// <param name="config">Size of the updates.</param>
    /// <param name="adapts">Which layers, by path.</param>
    /// <param name="device">Where the factors are while the network has shapes alone; the CPU unless given.</param>
    /// <exception cref="ArgumentException">No layer is adapted.</exception>
    public static LoraAdapter Create(
        Module network, LoraConfig config, Func<string, bool> adapts, Device? device = null)
    {
        config.Validate();
        using var scope = NewDisposeScope();
        var chosen = Adaptable(network).Where(pair => adapts(pair.Key)).ToArray();
        if (chosen.Length == 0)
            throw new ArgumentException("No linear layer of the network is adapted by this choice.");
        return new(network, chosen.Select(pair =>
            (pair.Key, pair.Value, Fresh(pair.Value.Weight, config, device ?? CPU))));
    }

    /// <summary>Attaches trained updates, in place of those that the layers have.</summary>
    /// <param name="network">Built with <see cref="AdaptableLinear.Over"/>.</param>
    /// <param name="weights">Copied; still owned by the caller.</param>
    /// <exception cref="InvalidDataException">The network has no such layer, or of another size.</exception>
    public static LoraAdapter Attach(Module network, LoraWeights weights)
    {
        var layers = Adaptable(network);
        foreach (var (path, factors) in weights.Layers)
        {
            factors.Validate(path);
            if (!layers.TryGetValue(path, out var layer))
                throw new InvalidDataException($"LoRA of {path}: the network has no adaptable layer there.");
            long[] size = [factors.Up.shape[0], factors.Down.shape[1]];
            if (!layer.Weight.shape.SequenceEqual(size))
            {
                throw new InvalidDataException($"LoRA of {path} updates a weight of [{string.Join(", ", size)}], "
                    + $"the network has [{string.Join(", ", layer.Weight.shape)}].");
            }
        }
        return new(network, weights.Layers.Select(pair => (pair.Key, layers[pair.Key], pair.Value)));
    }

    /// <summary>The factors as they are now; copies owned by the caller.</summary>
    public LoraWeights Weights() => new(_layers.ToDictionary(
        pair => pair.Key,
        pair => new LoraFactors(
            pair.Value.Layer.Down!.detach().clone().DetachFromDisposeScope(),
            pair.Value.Layer.Up!.detach().clone().DetachFromDisposeScope(),
            pair.Value.Scale * pair.Value.Layer.Down!.shape[0])));

    /// <summary>
    /// Folds the updates into the weights at the present strength; the network then costs nothing more.
    /// </summary>
    public void Merge()
    {
        if (_isMerged)
            return;
        foreach (var (layer, scale) in _layers.Values)
        {
            layer.Fold(scale * Strength);
            layer.Scale = 0;
        }
        _isMerged = true;
    }

    /// <summary>Takes the updates out of the weights again; they differ from before by rounding.</summary>
    public void Unmerge()
    {
        if (!_isMerged)
            return;
        foreach (var (layer, scale) in _layers.Values)
        {
            layer.Fold(-scale * Strength);
            layer.Scale = scale * Strength;
        }
        _isMerged = false;
    }

    /// <summary>Removes the updates from the network; what was merged stays in its weights.</summary>
    public void Detach()
    {
        foreach (var (layer, _) in _layers.Values)
            layer.Detach();
        _layers.Clear();
    }

    private static Dictionary<string, AdaptableLinear> Adaptable(Module network) => network.named_modules()
        .Where(pair => pair.module is AdaptableLinear)
        .ToDictionary(pair => pair.name, pair => (AdaptableLinear)pair.module);

    private static LoraFactors Fresh(Tensor weight, LoraConfig config, Device ofShapes)
    {
        var (r, O, I) = ((long)config.Rank, weight.shape[0], weight.shape[1]);
        var device = weight.is_meta ? ofShapes : weight.device;
        return new(
            randn([r, I], ScalarType.Float32, device) / r, zeros([O, r], ScalarType.Float32, device), config.Alpha);
    }
}
