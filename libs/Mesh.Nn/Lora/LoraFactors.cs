using static TorchSharp.torch;

namespace Mesh.Nn.Lora;

// r rank, I inputs, O outputs

/// <summary>The update of one linear layer: W + (alpha / r) up down.</summary>
/// <remarks>Hu et al. 2021, arXiv:2106.09685, section 4.1.</remarks>
/// <param name="Down">Called A in the paper, [r, I].</param>
/// <param name="Up">Called B in the paper, [O, r].</param>
/// <param name="Alpha">Numerator of the scale.</param>
public sealed record LoraFactors(Tensor Down, Tensor Up, double Alpha)
{
    public long Rank => Down.shape[0];

    /// <summary>Factor on the update.</summary>
    public double Scale => Alpha / Rank;

    /// <summary>Throws when the factors are no update of one layer.</summary>
    /// <param name="layer">Named in the message.</param>
    /// <exception cref="InvalidDataException">They are no matrices, or of different ranks.</exception>
    public void Validate(string layer)
    {
        if (Down.dim() != 2 || Up.dim() != 2 || Up.shape[1] != Rank || Rank == 0)
        {
            throw new InvalidDataException($"LoRA of {layer}: down must be [r, in] and up [out, r], got "
                + $"[{string.Join(", ", Down.shape)}] and [{string.Join(", ", Up.shape)}].");
        }
    }
}
