using static TorchSharp.torch;

namespace Mesh.Tensors;

/// <summary>Who frees what in a chain of activations.</summary>
public static class TensorOwnership
{
    /// <summary>Frees <paramref name="old"/> and returns <paramref name="next"/>: a loop keeps one.</summary>
    public static Tensor InPlaceOf(this Tensor next, Tensor old)
    {
        if (!ReferenceEquals(next, old))
            old.Dispose();
        return next;
    }
}
