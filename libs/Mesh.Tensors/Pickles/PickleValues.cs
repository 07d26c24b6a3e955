using static TorchSharp.torch;

namespace Mesh.Tensors.Pickles;

/// <summary>A name that a pickle refers to: a class or a function.</summary>
internal sealed record PickleGlobal(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>An object of a class that is not known here; nothing of it is looked at.</summary>
internal sealed record PickleForeign(PickleGlobal Class);

/// <summary>Elements of one type that tensors lie in.</summary>
/// <param name="Key">Its name in the archive.</param>
/// <param name="DType">Element type.</param>
/// <param name="Count">Number of elements.</param>
internal sealed record PickleStorage(string Key, ScalarType DType, long Count);

/// <summary>A tensor as a view of a storage.</summary>
/// <param name="Storage">What it lies in.</param>
/// <param name="Offset">Its first element.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Strides">Elements from one place to the next, per dimension.</param>
internal sealed record PickleTensor(PickleStorage Storage, long Offset, long[] Shape, long[] Strides)
{
    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>Elements of the storage from its first to its last one.</summary>
    public long Span => Count == 0
        ? 0
        : checked(1 + Shape.Zip(Strides).Sum(axis => checked((axis.First - 1) * axis.Second)));

    public bool IsContiguous
    {
        get
        {
            var expected = 1L;
            for (var axis = Shape.Length - 1; axis >= 0; axis--)
            {
                if (Shape[axis] != 1 && Strides[axis] != expected)
                    return false;
                expected *= Shape[axis];
            }

            return true;
        }
    }
}

/// <summary>A dictionary; keys that are no strings are dropped, as no state dict has them.</summary>
internal sealed class PickleDictionary : Dictionary<string, object?>
{
    public PickleDictionary()
        : base(StringComparer.Ordinal)
    {
    }
}
