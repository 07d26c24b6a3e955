using static TorchSharp.torch;

namespace Mesh.Models.Names;

/// <summary>Turns the tensors of one network from the published layout into that of diffusers, and back.</summary>
public sealed class NameMap
{
    private readonly IReadOnlyList<NameRule> _rules;
    private readonly long _rows;

    /// <param name="rules">One for each layer.</param>
    /// <param name="rows">Rows of each part but the last, where one layer is split into several.</param>
    internal NameMap(IReadOnlyList<NameRule> rules, long rows = 0) => (_rules, _rows) = (rules, rows);

    /// <summary>Rows of each part but the last, where one layer is split into several.</summary>
    public long PartRows => _rows;

    /// <summary>Whether this is the name of a tensor in the layout of the authors.</summary>
    public bool IsPublished(string name) => _rules.Any(rule => rule.OfPublished(name) is not null);

    /// <summary>Whether this is the name of a tensor in the layout of diffusers.</summary>
    public bool IsDiffusers(string name) => _rules.Any(rule => rule.OfDiffusers(name) is not null);

    /// <summary>What diffusers calls the parts of a published tensor, in the order of their rows.</summary>
    /// <exception cref="InvalidDataException">The network has no such tensor.</exception>
    public IReadOnlyList<string> ToDiffusers(string published) =>
        _rules.Select(rule => rule.OfPublished(published)).FirstOrDefault(names => names is not null)
        ?? throw Unknown(published);

    /// <summary>The published tensor that a tensor of diffusers belongs to, and the number of its part.</summary>
    /// <exception cref="InvalidDataException">The network has no such tensor.</exception>
    public (string Published, int Part) ToPublished(string diffusers) =>
        _rules.Select(rule => rule.OfDiffusers(diffusers)).FirstOrDefault(found => found is not null)
        ?? throw Unknown(diffusers);

    /// <summary>Splits a published tensor.</summary>
    /// <param name="published">Its name.</param>
    /// <param name="tensor">[rows, ...].</param>
    /// <returns>The parts under their names, owned by the caller.</returns>
    /// <exception cref="InvalidDataException">The network has no such tensor.</exception>
    public IReadOnlyList<(string Name, Tensor Tensor)> Split(string published, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var names = ToDiffusers(published);
        var whole = SwapsHalves(published) ? Swapped(tensor) : tensor;
        return [.. names.Select((name, part) => (name, Part(whole, part, names.Count).MoveToOuterDisposeScope()))];
    }

    /// <summary>Joins the parts of a published tensor.</summary>
    /// <param name="published">Its name.</param>
    /// <param name="read">Reads a tensor of diffusers by name.</param>
    /// <returns>[rows, ...], owned by the caller.</returns>
    /// <exception cref="InvalidDataException">The network has no such tensor.</exception>
    public Tensor Join(string published, Func<string, Tensor> read)
    {
        using var scope = NewDisposeScope();
        var parts = ToDiffusers(published).Select(read).ToArray();
        var whole = parts.Length == 1 ? parts[0].alias() : cat(parts, 0);
        return (SwapsHalves(published) ? Swapped(whole) : whole).MoveToOuterDisposeScope();
    }

    private bool SwapsHalves(string published) =>
        _rules.First(rule => rule.OfPublished(published) is not null).SwapsHalves;

    private Tensor Part(Tensor whole, int part, int count)
    {
        var start = part * _rows;
        return whole.narrow(0, start, part + 1 < count ? _rows : whole.shape[0] - start).contiguous();
    }

    private static Tensor Swapped(Tensor x)
    {
        var halves = x.chunk(2, 0);
        return cat([halves[1], halves[0]], 0);
    }

    private static InvalidDataException Unknown(string name) =>
        new($"The network has no tensor named {name} in this layout.");
}
