namespace Mesh.Parity.Tests;

/// <summary>Where a golden test takes its cases from, inside the folder of goldens.</summary>
public enum GoldenSource
{
    /// <summary>Every safetensors and JSON file.</summary>
    Numbers,

    /// <summary>Every folder of "tokenizers".</summary>
    Tokenizers,

    /// <summary>Every file of "pickle" but the one of expected tensors.</summary>
    Pickles,
}
