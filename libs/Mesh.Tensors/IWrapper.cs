using static TorchSharp.torch;

namespace Mesh.Tensors;

/// <summary>A module that adds to another one without being seen: its weights have that module's names.</summary>
public interface IWrapper
{
    /// <summary>The module whose weights these are.</summary>
    nn.Module Inner { get; }
}
