namespace Mesh.Tensors;

/// <summary>A tensor does not have the shape its consumer needs.</summary>
/// <param name="name">The argument, for example "Noisy".</param>
/// <param name="expected">The shape it must have, in letters and numbers: "[B, 16, T, h, w]".</param>
/// <param name="actual">The shape it has.</param>
public sealed class ShapeException(string name, string expected, long[] actual)
    : ArgumentException($"{name} must be {expected}, got [{string.Join(", ", actual)}].")
{
    public string Name { get; } = name;

    public string Expected { get; } = expected;

    public IReadOnlyList<long> Actual { get; } = actual;
}
