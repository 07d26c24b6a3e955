using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The addresses of a list of tensors; 0 for null.</summary>
internal readonly struct Handles
{
    internal Handles(IList<Tensor>? tensors)
    {
        Count = tensors?.Count ?? 0;
        Values = new nint[Math.Max(Count, 1)];
        for (var k = 0; k < Count; k++)
            Values[k] = tensors![k] is { } tensor ? tensor.Handle : 0;
    }

    internal nint[] Values { get; }

    internal int Count { get; }

    internal static void KeepAlive(params ReadOnlySpan<IList<Tensor>?> lists)
    {
        foreach (var list in lists)
            foreach (var tensor in list ?? [])
                GC.KeepAlive(tensor);
    }
}
