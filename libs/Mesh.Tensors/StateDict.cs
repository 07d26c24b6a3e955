using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Tensors;

/// <summary>The weights of a module by their published names.</summary>
public static class StateDict
{
    private const int NamesShown = 8;

    /// <summary>
    /// Parameters and persistent buffers, module by module: unlike the module's own state dict, without the names of
    /// what only wraps another module.
    /// </summary>
    /// <param name="module">Keeps its tensors: whoever writes into one changes the module.</param>
    public static Dictionary<string, Tensor> Of(nn.Module module)
    {
        var weights = new Dictionary<string, Tensor>();
        Collect(module, "", weights);
        return weights;
    }

    /// <summary>Fills every weight of a module; beyond it, memory holds one slice of one tensor.</summary>
    /// <param name="module">Its weights keep their device; those of shapes alone are compared and stay empty.</param>
    /// <param name="from">The published weights.</param>
    /// <param name="keyOf">
    /// Our key for a published name, or null for one that the module does not need; null when all are the same.
    /// </param>
    /// <param name="dtype">Element type the module is cast to first; null keeps the module's.</param>
    /// <exception cref="InvalidDataException">
    /// Names or shapes differ; the message lists what is missing, what is unexpected and what has another shape.
    /// </exception>
    public static void Load(
        nn.Module module, Checkpoint from, Func<string, string?>? keyOf = null, ScalarType? dtype = null)
    {
        if (dtype is { } type)
            module.to(type);

        var weights = Of(module);
        var published = from.Names.Select(name => (Name: name, Key: keyOf is null ? name : keyOf(name)))
            .Where(pair => pair.Key is not null).ToDictionary(pair => pair.Key!, pair => pair.Name);
        RequireSame(weights, published, from);

        foreach (var (key, name) in published.Where(pair => weights[pair.Key].device_type != DeviceType.META))
            from.ReadInto(name, weights[key]);
    }

    private static void Collect(nn.Module module, string prefix, Dictionary<string, Tensor> weights)
    {
        if (module is IWrapper wrapper)
        {
            Collect(wrapper.Inner, prefix, weights);
            return;
        }

        foreach (var (name, parameter) in module.named_parameters(recurse: false))
            weights.Add(prefix + name, parameter);
        foreach (var (name, buffer) in module.named_buffers(recurse: false, include_nonpersistent: false))
            weights.Add(prefix + name, buffer);
        foreach (var (name, child) in module.named_children())
            Collect(child, $"{prefix}{name}.", weights);
    }

    private static void RequireSame(
        Dictionary<string, Tensor> weights, Dictionary<string, string> published, Checkpoint from)
    {
        string[] missing = [.. weights.Keys.Where(key => !published.ContainsKey(key))];
        string[] unexpected = [.. published.Keys.Where(key => !weights.ContainsKey(key))];
        string[] misshaped = [.. published
            .Where(pair => weights.TryGetValue(pair.Key, out var weight)
                && !weight.shape.SequenceEqual(from.Entries[pair.Value].Shape))
            .Select(pair => $"{pair.Key} {Text(weights[pair.Key].shape)} but "
                + $"{Text(from.Entries[pair.Value].Shape)} in the file")];

        string[] problems = [.. Listed("missing", missing)
            .Concat(Listed("unexpected", unexpected))
            .Concat(Listed("of another shape", misshaped))];
        if (problems.Length > 0)
            throw new InvalidDataException($"{from.Path} does not fit: {string.Join("; ", problems)}.");
    }

    private static IEnumerable<string> Listed(string what, string[] names)
    {
        if (names.Length > 0)
        {
            var shown = string.Join(", ", names.Order(StringComparer.Ordinal).Take(NamesShown));
            yield return $"{names.Length} {what}: {shown}{(names.Length > NamesShown ? ", ..." : "")}";
        }
    }

    private static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";
}
