using Mesh.Editing.Memory;
using static TorchSharp.torch;

namespace Mesh.Editing.Serving;

/// <summary>What a <see cref="ModelHost"/> serves.</summary>
public sealed record ModelHostOptions
{
    /// <summary>Folder of each model by name.</summary>
    public required IReadOnlyDictionary<string, string> Folders { get; init; }

    /// <summary>The model of whoever names none; one of <see cref="Folders"/>.</summary>
    public required string Default { get; init; }

    /// <summary>The networks that are loaded.</summary>
    public required ModelParts Parts { get; init; }

    /// <summary>Where the weights go; the CPU unless given.</summary>
    public Device? Device { get; init; }

    /// <summary>How the networks of a model share memory.</summary>
    public ModelMemory Memory { get; init; } = new();

    /// <summary>Precision of the weights; null is what the folders say.</summary>
    public ScalarType? DType { get; init; }
}

/// <summary>A model that is not served here was asked for.</summary>
/// <param name="model">Its name.</param>
/// <param name="served">The names there are.</param>
public sealed class UnknownModelException(string model, IEnumerable<string> served)
    : Exception($"The model '{model}' is not served here, only {string.Join(", ", served)}.");
