using static TorchSharp.torch;

namespace Mesh.Tensors.Pickles;

/// <summary>The few calls of a pickle whose result is known without calling anything.</summary>
internal static class PickleCalls
{
    private static readonly Dictionary<string, ScalarType> Storages = new()
    {
        ["DoubleStorage"] = ScalarType.Float64,
        ["FloatStorage"] = ScalarType.Float32,
        ["HalfStorage"] = ScalarType.Float16,
        ["BFloat16Storage"] = ScalarType.BFloat16,
        ["LongStorage"] = ScalarType.Int64,
        ["IntStorage"] = ScalarType.Int32,
        ["ShortStorage"] = ScalarType.Int16,
        ["CharStorage"] = ScalarType.Int8,
        ["ByteStorage"] = ScalarType.Byte,
        ["BoolStorage"] = ScalarType.Bool,
    };

    // Plain values beside the tensors of a training checkpoint; they are skipped, not made.
    private static readonly HashSet<string> Skipped =
    [
        "torch.device", "torch.Size", "_codecs.encode", "copyreg._reconstructor", "copy_reg._reconstructor",
        "numpy.dtype", "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar",
    ];

    /// <summary>The result of a call.</summary>
    /// <exception cref="InvalidDataException">It is none of those known here; the message names it.</exception>
    public static object? Result(object? callee, object?[] arguments, PickleInput input)
    {
        if (callee is not PickleGlobal global)
            throw input.Invalid($"calls what has no name at byte {input.At}");

        return global.ToString() switch
        {
            "collections.OrderedDict" or "collections.defaultdict" => Dictionary(arguments),
            "torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_tensor" => Tensor(arguments, input),
            "torch._utils._rebuild_parameter" or "torch._utils._rebuild_parameter_with_state"
                when arguments is [PickleTensor data, ..] => data,
            "builtins.set" or "__builtin__.set" => new List<object?>(),
            var name when Skipped.Contains(name) => new PickleForeign(global),
            _ => throw Refused(global, input),
        };
    }

    /// <summary>A storage from what a pickle says about it: ("storage", type, key, location, count, ...).</summary>
    public static PickleStorage Storage(object? description, PickleInput input)
    {
        if (description is not object?[] parts
            || parts is not ["storage", PickleGlobal type, string key, _, long count, ..] || count < 0)
        {
            throw input.Invalid($"is malformed: no storage at byte {input.At}");
        }

        var isKnown = Storages.TryGetValue(type.Name, out var dtype);
        return isKnown && type.Module is ("torch" or "torch.storage" or "torch.cuda")
            ? new PickleStorage(key, dtype, count)
            : throw input.Invalid($"has a storage of the unknown type {type}");
    }

    public static InvalidDataException Refused(PickleGlobal? callee, PickleInput input) => input.Invalid(
        $"would have to call '{callee?.ToString() ?? "something"}', which is refused: the file may do harm");

    private static PickleDictionary Dictionary(object?[] arguments)
    {
        var dictionary = new PickleDictionary();
        foreach (var pair in arguments.FirstOrDefault() as List<object?> ?? [])
        {
            if (pair is object?[] and [string key, var value])
                dictionary[key] = value;
        }

        return dictionary;
    }

    private static PickleTensor Tensor(object?[] arguments, PickleInput input)
    {
        if (arguments is not [PickleStorage storage, long offset, object?[] shape, object?[] strides, ..]
            || shape.Length != strides.Length || !IsNatural(shape) || !IsNatural(strides) || offset < 0)
        {
            throw input.Invalid($"is malformed: no tensor at byte {input.At}");
        }

        var tensor = new PickleTensor(storage, offset, [.. shape.Cast<long>()], [.. strides.Cast<long>()]);
        return Fits(tensor)
            ? tensor
            : throw input.Invalid(
                $"has a tensor [{string.Join(", ", shape)}] with strides [{string.Join(", ", strides)}] from element "
                + $"{offset} on, in a storage of {storage.Count}");
    }

    private static bool IsNatural(object?[] numbers) => numbers.All(number => number is long and >= 0);

    private static bool Fits(PickleTensor tensor)
    {
        try
        {
            return tensor.Count <= tensor.Storage.Count
                && checked(tensor.Offset + tensor.Span) <= tensor.Storage.Count;
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
