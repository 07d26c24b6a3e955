using static TorchSharp.torch;

namespace Mesh.Tensors;

/// <summary>A file of named tensors that are read one at a time.</summary>
internal interface ITensorFile : IDisposable
{
    string Path { get; }

    IReadOnlyDictionary<string, string> Metadata { get; }

    IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>Copies a tensor into one of the same shape, with a cast where needed.</summary>
    void ReadInto(string name, Tensor destination);
}
