using Mesh.Diffusion;

namespace Mesh.Editing;

/// <summary>How a model is run unless the caller says otherwise; published with its weights.</summary>
public sealed record EditDefaults
{
    /// <summary>Denoising steps, at least 1.</summary>
    public required int Steps { get; init; }

    /// <summary>How the steps are taken.</summary>
    public SamplerKind Sampler { get; init; } = SamplerKind.Euler;

    /// <summary>Classifier-free guidance scale; 1 is off.</summary>
    public required double Guidance { get; init; }

    /// <summary>Noises that an edit starts from; what they lead to is averaged at every step. 1 is off.</summary>
    public int Draws { get; init; } = 1;

    /// <summary>Time shift of the sampler.</summary>
    public required double Shift { get; init; }

    public required Prediction Prediction { get; init; }

    /// <summary>Working height in pixels; with <see cref="Width"/> it is the area the model edits well.</summary>
    public required int Height { get; init; }

    /// <summary>Working width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Frames of one window, a multiple of the VAE's temporal factor plus 1.</summary>
    public required int Frames { get; init; }

    /// <summary>Frames that neighbouring windows share and blend over, below <see cref="Frames"/>.</summary>
    public int Overlap { get; init; } = 3;

    /// <summary>
    /// Whether every window starts from the same noise, so that what the model invents stays the same from window to
    /// window; false gives each latent frame of the film its own.
    /// </summary>
    public bool RepeatNoise { get; init; } = true;

    /// <summary>
    /// Whether the edit is laid over the source as a change; false shows the whole output of the model.
    /// </summary>
    public bool Composite { get; init; } = true;

    /// <summary>Guidance scale the network takes as an input; null when it has no such input.</summary>
    public double? EmbeddedGuidance { get; init; }

    /// <summary>What guidance leads away from.</summary>
    public string NegativePrompt { get; init; } = "";

    /// <summary>Throws when the numbers do not fit together.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message names it.</exception>
    public void Validate()
    {
        Require(Steps >= 1, $"steps {Steps} is below 1");
        Require(Guidance >= 0, $"guidance {Guidance} is negative");
        Require(Draws >= 1, $"draws {Draws} is below 1");
        Require(Shift > 0, $"shift {Shift} is not positive");
        Require(Height >= 1 && Width >= 1, $"size {Width}x{Height} is empty");
        Require(Frames >= 1, $"frames {Frames} is below 1");
        Require(Overlap >= 0 && Overlap < Frames, $"overlap {Overlap} is not in 0..{Frames - 1}");
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
            throw new ArgumentException($"Model defaults: {problem}.");
    }
}

/// <summary>How denoising steps are taken.</summary>
public enum SamplerKind
{
    /// <summary>First order; each step depends on the latent alone.</summary>
    Euler,

    /// <summary>Second order with a corrector, as Wan is published with.</summary>
    UniPc,
}
