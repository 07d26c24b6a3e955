namespace Mesh.Nn.Lora;

/// <summary>Size of a new adapter.</summary>
/// <param name="Rank">r, at least 1.</param>
/// <param name="Alpha">The update is scaled by alpha / r.</param>
public sealed record LoraConfig(int Rank, double Alpha)
{
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public void Validate()
    {
        if (Rank < 1 || !double.IsFinite(Alpha))
            throw new ArgumentException($"A LoRA needs a rank of at least 1 and a finite alpha, got {this}.");
    }
}
