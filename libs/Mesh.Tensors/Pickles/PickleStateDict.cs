namespace Mesh.Tensors.Pickles;

/// <summary>Where the named tensors are in what was pickled.</summary>
internal static class PickleStateDict
{
    private const int MaxDepth = 4;

    // What trainers call the weights beside other things, in the order in which the published loaders look.
    private static readonly string[] Wrappers = ["module", "state_dict", "model_state_dict", "model", "ema", "params"];

    /// <summary>The tensors by name: of the object itself, or of the first known wrapper in it.</summary>
    /// <exception cref="InvalidDataException">There are none; the message lists what there is.</exception>
    public static Dictionary<string, PickleTensor> Of(object? root, string path)
    {
        var current = root as PickleDictionary;
        for (var depth = 0; current is not null && depth < MaxDepth; depth++)
        {
            var tensors = current.Where(pair => pair.Value is PickleTensor)
                .ToDictionary(pair => pair.Key, pair => (PickleTensor)pair.Value!);
            if (tensors.Count > 0)
                return tensors;

            var inside = current;
            current = Wrappers.Select(name => inside.GetValueOrDefault(name))
                .OfType<PickleDictionary>().FirstOrDefault();
        }

        var found = root is PickleDictionary names
            ? $"the keys {string.Join(", ", names.Keys.Take(8))}"
            : "no dictionary";
        throw new InvalidDataException($"{path} holds no named tensors, it holds {found}.");
    }

    /// <summary>Every storage that something in an object refers to, by key.</summary>
    public static Dictionary<string, PickleStorage> Storages(object? root)
    {
        var storages = new Dictionary<string, PickleStorage>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<object?>([root]);
        while (waiting.TryPop(out var item))
        {
            if (item is PickleTensor tensor)
                storages.TryAdd(tensor.Storage.Key, tensor.Storage);
            if (item is null or string or PickleTensor || !seen.Add(item))
                continue;

            foreach (var part in item switch
            {
                PickleDictionary dictionary => dictionary.Values,
                IReadOnlyList<object?> list => list,
                _ => Enumerable.Empty<object?>(),
            })
            {
                waiting.Push(part);
            }
        }

        return storages;
    }
}
