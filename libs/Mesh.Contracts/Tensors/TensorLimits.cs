namespace Mesh.Contracts.Tensors;

/// <summary>What a receiver of tensors takes; checked before memory is given.</summary>
public sealed record TensorLimits
{
    /// <summary>Bytes of all tensors of a stream together, at most 2 GiB less a page.</summary>
    public long MaxBytes { get; init; } = 1 << 30;

    /// <summary>Tensors of a stream.</summary>
    public int MaxTensors { get; init; } = 16;

    /// <summary>Dimensions of a tensor.</summary>
    public int MaxRank { get; init; } = 8;

    /// <summary>Characters of a name.</summary>
    public int MaxName { get; init; } = 128;
}
