using static TorchSharp.torch;

namespace Mesh.Models.Clip;

/// <summary>The activation inside the feed-forward layers of a CLIP.</summary>
public enum ClipActivation
{
    /// <summary>x times the sigmoid of 1.702 x, as OpenAI trained.</summary>
    QuickGelu,

    /// <summary>The exact one, as OpenCLIP trains.</summary>
    Gelu,
}

internal static class ClipActivations
{
    private const double Slope = 1.702;

    public static Tensor Apply(this ClipActivation activation, Tensor x) => activation switch
    {
        ClipActivation.QuickGelu => x * (x * Slope).sigmoid(),
        _ => nn.functional.gelu(x),
    };
}
