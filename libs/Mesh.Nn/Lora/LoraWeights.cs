namespace Mesh.Nn.Lora;

/// <summary>A low-rank adapter as numbers: the update of each layer by the layer's path in its network.</summary>
/// <param name="layers">Owned by this object.</param>
public sealed class LoraWeights(IReadOnlyDictionary<string, LoraFactors> layers) : IDisposable
{
    public IReadOnlyDictionary<string, LoraFactors> Layers => layers;

    public void Dispose()
    {
        foreach (var (_, factors) in layers)
        {
            factors.Down.Dispose();
            factors.Up.Dispose();
        }
    }
}
