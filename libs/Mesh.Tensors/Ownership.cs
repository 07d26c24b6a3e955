using static TorchSharp.torch;

namespace Mesh.Tensors;

/// <summary>Who frees the tensors of a module.</summary>
public static class Ownership
{
    /// <summary>
    /// Leaves parameters and buffers to the module, which may have been built within a dispose scope: those that it
    /// made there would end with the scope.
    /// </summary>
    public static T OutOfScope<T>(this T module)
        where T : nn.Module
    {
        foreach (var weight in module.parameters().Concat(module.buffers()))
            weight.DetachFromDisposeScope();
        return module;
    }
}
