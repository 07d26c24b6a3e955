using Mesh.Models;
using Mesh.Models.Names;
using static TorchSharp.torch;

namespace Mesh.Editing;

/// <summary>The network that denoises, whatever its architecture.</summary>
public interface IDenoiser : IDisposable
{
    /// <summary>Its weights.</summary>
    nn.Module Network { get; }

    /// <summary>Names of its layers in the published layout and in that of diffusers.</summary>
    NameMap Names { get; }

    /// <returns>Noise minus video, float32, shaped as the noisy latent; owned by the caller.</returns>
    Tensor Velocity(DenoiserInput input);
}

/// <summary>One call of a denoiser.</summary>
/// <param name="Noisy">Noisy latent, float32, [B, C, T, h, w].</param>
/// <param name="Source">What it is shown of the film, float32, [B, SourceChannels, T, h, w].</param>
/// <param name="Text">The encoded instructions.</param>
/// <param name="Time">Flow time in [0, 1]; 1 is noise.</param>
public sealed record DenoiserInput(Tensor Noisy, Tensor Source, TextCondition Text, double Time);
