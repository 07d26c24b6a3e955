using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Tensors that an optimizer keeps between steps, outside any dispose scope.</summary>
internal static class StateTensor
{
    internal static Tensor ZerosLike(Parameter parameter)
    {
        using var guard = no_grad();
        return zeros_like(parameter).DetachFromDisposeScope();
    }

    /// <summary>A copy of a saved state in place of the old one, on the device of the parameter.</summary>
    internal static Tensor? Replace(Tensor? old, Tensor? saved, Parameter parameter)
    {
        if (ReferenceEquals(old, saved))
            return old;
        var copy = saved?.to(parameter.device, copy: true).DetachFromDisposeScope();
        old?.Dispose();
        return copy;
    }

    internal static Tensor? Move(Tensor? state, Device device)
    {
        if (state is null)
            return null;
        var moved = state.to(device, copy: true).DetachFromDisposeScope();
        state.Dispose();
        return moved;
    }

    internal static Tensor Read(BinaryReader reader, Device device)
    {
        using var loaded = TensorExtensionMethods.Load(reader);
        return loaded.to(device, copy: true).DetachFromDisposeScope();
    }

    /// <summary>The elementwise larger of a state and a new value, in place of the state.</summary>
    internal static Tensor Larger(Tensor state, Tensor value)
    {
        var larger = maximum(state, value).DetachFromDisposeScope();
        state.Dispose();
        return larger;
    }

    internal static bool Same(Tensor? a, Tensor? b) => a is null ? b is null : b is not null && a.allclose(b);
}
