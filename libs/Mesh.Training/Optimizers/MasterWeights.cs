using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Mesh.Training.Optimizers;

/// <summary>
/// The weights of a run in float32, in one flat tensor, beside networks that compute in another precision. Weights for
/// which <c>isMatrix</c> holds come first, so that each optimizer owns one contiguous part.
/// </summary>
public sealed class MasterWeights : IDisposable
{
    private readonly List<MasterView> _views = [];

    /// <param name="modules">Networks with the prefix of their names; they hold float32 values.</param>
    /// <param name="compute">Element type the networks are cast to.</param>
    /// <param name="isMatrix">Of a full name and a weight: whether it belongs to the first part.</param>
    public MasterWeights(
        IReadOnlyList<(string Prefix, nn.Module Module)> modules,
        ScalarType compute,
        Func<string, Tensor, bool> isMatrix)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var initial = modules.SelectMany(Named)
            .ToDictionary(item => item.Name, item => item.Weight.detach().to(ScalarType.Float32, copy: true));
        foreach (var (_, module) in modules)
            module.to(compute);

        var named = modules.SelectMany(Named).ToList();
        var ordered = named.Where(item => isMatrix(item.Name, item.Weight)).ToList();
        NumMatrixValues = ordered.Sum(item => item.Weight.numel());
        ordered.AddRange(named.Where(item => !isMatrix(item.Name, item.Weight)));

        Flat = cat([.. ordered.Select(item => initial[item.Name].flatten())]).DetachFromDisposeScope();
        Grad = zeros_like(Flat).DetachFromDisposeScope();
        foreach (var (name, weight) in ordered)
            _views.Add(new MasterView(name, weight, _views.Count == 0 ? 0 : _views[^1].End, Flat, Grad));
        Publish();
    }

    /// <summary>Every weight, [N] float32.</summary>
    public Tensor Flat { get; }

    /// <summary>Its gradient, [N] float32; valid after <see cref="GatherGradients"/>.</summary>
    public Tensor Grad { get; }

    /// <summary>How many of the first values are matrices.</summary>
    public long NumMatrixValues { get; }

    public IReadOnlyList<MasterView> Views => _views;

    /// <summary>Takes the gradients of the networks into <see cref="Grad"/> and clears them there.</summary>
    public void GatherGradients()
    {
        using var frozen = no_grad();
        foreach (var view in _views)
            view.TakeGradient();
    }

    /// <summary>Casts the weights into the networks.</summary>
    public void Publish()
    {
        using var frozen = no_grad();
        foreach (var view in _views)
            view.Publish(view.Value);
    }

    /// <summary>The weights of one network as another flat tensor has them, under the network's names.</summary>
    /// <param name="flat">[N], for example a moving average.</param>
    /// <param name="prefix">Prefix of the network.</param>
    public IEnumerable<KeyValuePair<string, Tensor>> Named(Tensor flat, string prefix) => _views
        .Where(view => view.Name.StartsWith(prefix, StringComparison.Ordinal))
        .Select(view => KeyValuePair.Create(view.Name[prefix.Length..], view.Of(flat)));

    public void Dispose()
    {
        foreach (var view in _views)
            view.Dispose();
        Flat.Dispose();
        Grad.Dispose();
    }

    private static IEnumerable<(string Name, Parameter Weight)> Named((string Prefix, nn.Module Module) network) =>
        network.Module.named_parameters().Select(item => (network.Prefix + item.name, item.parameter));
}
