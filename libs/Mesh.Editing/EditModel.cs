using Mesh.Editing.Composition;
using Mesh.Models;
using static TorchSharp.torch;

namespace Mesh.Editing;

/// <summary>A loaded editor: its networks, or some of them, and how to run them. Owns the networks.</summary>
public sealed class EditModel : IDisposable
{
    private readonly ITextEncoder? _text;
    private readonly IVideoVae? _vae;
    private readonly IDenoiser? _denoiser;
    private readonly Func<IVideoVae, SourceClip, Tensor> _source;

    /// <summary>Builds the wanted networks; when one fails, those before it are freed.</summary>
    /// <param name="description">What the model is.</param>
    /// <param name="place">Where the weights lie.</param>
    /// <param name="parts">The networks to build.</param>
    /// <param name="text">Builds the text encoder.</param>
    /// <param name="vae">Builds the autoencoder.</param>
    /// <param name="denoiser">Builds the denoiser.</param>
    /// <param name="source">
    /// Makes of a clip what the denoiser is shown, [1, SourceChannels, T, h, w]; null for the latent of its video.
    /// </param>
    internal EditModel(
        ModelDescription description,
        ModelPlace place,
        ModelParts parts,
        Func<ITextEncoder> text,
        Func<IVideoVae> vae,
        Func<IDenoiser> denoiser,
        Func<IVideoVae, SourceClip, Tensor>? source = null)
    {
        (Description, Place, Parts) = (description, place, parts);
        _source = source ?? (static (vae, clip) => vae.Encode(clip.Video));
        try
        {
            _text = parts.HasFlag(ModelParts.Text) ? text() : null;
            _vae = parts.HasFlag(ModelParts.Vae) ? vae() : null;
            _denoiser = parts.HasFlag(ModelParts.Transformer) ? denoiser() : null;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ModelDescription Description { get; }

    /// <summary>Where the weights lie.</summary>
    public ModelPlace Place { get; }

    /// <summary>The networks that were loaded.</summary>
    public ModelParts Parts { get; }

    public string Name => Description.Name;

    public EditDefaults Defaults => Description.Defaults;

    public ModelAbilities Abilities => Description.Abilities;

    /// <summary>Encodes instructions.</summary>
    /// <exception cref="InvalidOperationException">It was not loaded.</exception>
    public ITextEncoder Text => _text ?? throw NotLoaded(ModelParts.Text);

    /// <summary>Encodes and decodes video.</summary>
    /// <exception cref="InvalidOperationException">It was not loaded.</exception>
    public IVideoVae Vae => _vae ?? throw NotLoaded(ModelParts.Vae);

    /// <summary>Denoises latents.</summary>
    /// <exception cref="InvalidOperationException">It was not loaded.</exception>
    public IDenoiser Denoiser => _denoiser ?? throw NotLoaded(ModelParts.Transformer);

    /// <summary>What the denoiser is shown of a clip.</summary>
    /// <returns>[1, SourceChannels, T, h, w], owned by the caller; references lead in T.</returns>
    /// <exception cref="InvalidOperationException">The autoencoder was not loaded.</exception>
    public Tensor EncodeSource(SourceClip clip) => _source(Vae, clip);

    /// <summary>How its edits become frames of the film; one composer a film.</summary>
    public IComposer Composer() => Description.Composer();

    public void Dispose()
    {
        (_text as IDisposable)?.Dispose();
        (_vae as IDisposable)?.Dispose();
        _denoiser?.Dispose();
    }

    private InvalidOperationException NotLoaded(ModelParts part) =>
        new($"{Name} was loaded with {Parts} and without {part}.");
}

/// <summary>Where weights lie and in which precision.</summary>
public sealed record ModelPlace(Device Device, ScalarType DType);
