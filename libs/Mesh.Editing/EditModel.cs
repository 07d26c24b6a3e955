using Mesh.Editing.Composition;
using Mesh.Editing.Windows;
using Mesh.Models;
using Mesh.Models.MmDit;
using static TorchSharp.torch;

namespace Mesh.Editing;

/// <summary>A loaded editor: three networks, how to run them, what they can do. Owns the networks.</summary>
/// <param name="Name">Name of the folder it came from.</param>
/// <param name="Family">The architecture, for example "nano".</param>
/// <param name="Text">Encodes instructions.</param>
/// <param name="Vae">Encodes and decodes video.</param>
/// <param name="Transformer">Denoises latents.</param>
/// <param name="Defaults">How the model is run.</param>
/// <param name="Abilities">What the model can be asked for.</param>
/// <param name="Place">Where the weights lie.</param>
public sealed record EditModel(
    string Name,
    string Family,
    ITextEncoder Text,
    IVideoVae Vae,
    MmDitModel Transformer,
    EditDefaults Defaults,
    ModelAbilities Abilities,
    ModelPlace Place) : IDisposable
{
    /// <summary>Pixels that height and width must be a multiple of.</summary>
    public int Grid => Vae.SpatialFactor * Math.Max(Transformer.Config.PatchSize[1], Transformer.Config.PatchSize[2]);

    /// <summary>The size at which the model sees a film.</summary>
    /// <param name="height">Height of the film, pixels.</param>
    /// <param name="width">Width of the film, pixels.</param>
    public WorkingSize SizeFor(int height, int width) => Defaults.Composite
        ? WorkingSize.Fixed(Defaults.Height, Defaults.Width, Grid)
        : WorkingSize.Native(height, width, Defaults.Height, Defaults.Width, Grid);

    /// <summary>How its edits become frames of the film; one composer a film.</summary>
    public IComposer Composer() => Defaults.Composite ? new ChangeOverlay() : new WholeFrame();

    public void Dispose()
    {
        (Text as IDisposable)?.Dispose();
        (Vae as IDisposable)?.Dispose();
        Transformer.Dispose();
    }
}

/// <summary>Where weights lie and in which precision.</summary>
public sealed record ModelPlace(Device Device, ScalarType DType);
