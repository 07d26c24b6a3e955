using static TorchSharp.torch;

namespace Mesh.Models.Llama;

/// <summary>How a language model continues a prompt.</summary>
public sealed record GenerationOptions
{
    /// <summary>Most new tokens of a row.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>Tokens that end a row.</summary>
    public IReadOnlyList<long> StopIds { get; init; } = [];

    /// <summary>Divides the scores before one is drawn; null takes the highest score.</summary>
    public double? Temperature { get; init; }

    /// <summary>Draws from the fewest tokens that together have this probability, above 0 to 1.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Of the draws.</summary>
    public int Seed { get; init; }
}

/// <summary>Sees one step of a generation.</summary>
/// <param name="ids">The new token of every row; a finished row repeats its stop token.</param>
/// <param name="scores">They were chosen from, [B, V]; valid during the call.</param>
public delegate void GenerationStep(IReadOnlyList<long> ids, Tensor scores);
