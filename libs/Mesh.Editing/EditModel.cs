using Mesh.Editing.Caching;
using Mesh.Editing.Composition;
using Mesh.Editing.Memory;
using Mesh.Models;
using static TorchSharp.torch;

namespace Mesh.Editing;

/// <summary>A loaded editor: its networks, or some of them, and how to run them. Owns the networks.</summary>
public sealed class EditModel : IDisposable
{
    // Latents and conditions are small beside weights; a film of a minute at 480p takes half of this.
    private const long CacheBytes = 256L << 20;

    private readonly TensorCache _cache = new(CacheBytes);
    private readonly PartRoom _room;
    private readonly CachedText _text;
    private readonly CachedVae _vae;
    private readonly Func<IVideoVae, SourceClip, Tensor> _source;

    /// <summary>
    /// Builds the wanted networks, or makes them ready to be built where memory is limited; when one fails, those
    /// before it are freed.
    /// </summary>
    /// <param name="description">What the model is.</param>
    /// <param name="place">Where the weights lie.</param>
    /// <param name="parts">The networks to build.</param>
    /// <param name="text">Builds the text encoder.</param>
    /// <param name="vae">Builds the autoencoder.</param>
    /// <param name="denoiser">Builds the denoiser.</param>
    /// <param name="source">
    /// Makes of a clip what the denoiser is shown, [1, SourceChannels, T, h, w]; null for the latent of its video.
    /// </param>
    /// <param name="bytes">What the weights of a network take; null where memory is not limited.</param>
    internal EditModel(
        ModelDescription description,
        ModelPlace place,
        ModelParts parts,
        Func<ITextEncoder> text,
        Func<IVideoVae> vae,
        Func<IDenoiser> denoiser,
        Func<IVideoVae, SourceClip, Tensor>? source = null,
        Func<ModelParts, long>? bytes = null)
    {
        (Description, Place, Parts) = (description, place, parts);
        _room = new(bytes is null ? null : place.Memory.Budget);
        _text = new(() => Network<ITextEncoder>(ModelParts.Text), _cache);
        _vae = new(() => Network<IVideoVae>(ModelParts.Vae), description.Shapes, _cache);
        _source = source ?? (static (vae, clip) => vae.Encode(clip.Video));
        try
        {
            Add(ModelParts.Text, text);
            Add(ModelParts.Vae, vae);
            Add(ModelParts.Transformer, denoiser);
        }
        catch
        {
            Dispose();
            throw;
        }

        void Add(ModelParts part, Func<object> build)
        {
            if (parts.HasFlag(part))
                _room.Add(part, build, () => bytes!(part));
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
    public ITextEncoder Text => Loaded(_text, ModelParts.Text);

    /// <summary>Encodes and decodes video.</summary>
    /// <exception cref="InvalidOperationException">It was not loaded.</exception>
    public IVideoVae Vae => Loaded(_vae, ModelParts.Vae);

    /// <summary>Denoises latents. Ask for it at every step: where memory is limited it may have been freed.</summary>
    /// <exception cref="InvalidOperationException">It was not loaded.</exception>
    public IDenoiser Denoiser => Network<IDenoiser>(ModelParts.Transformer);

    /// <summary>Bytes of the weights that are in memory now; counted only where memory is limited.</summary>
    public long ResidentBytes => _room.ResidentBytes;

    /// <summary>Most bytes of weights that were in memory at once; counted only where memory is limited.</summary>
    public long PeakBytes => _room.PeakBytes;

    /// <summary>What the denoiser is shown of a clip.</summary>
    /// <returns>[1, SourceChannels, T, h, w], owned by the caller; references lead in T.</returns>
    /// <exception cref="InvalidOperationException">The autoencoder was not loaded.</exception>
    public Tensor EncodeSource(SourceClip clip) => _source(Vae, clip);

    /// <summary>How its edits become frames of the film; one composer a film.</summary>
    public IComposer Composer() => Description.Composer();

    public void Dispose()
    {
        _room.Dispose();
        _cache.Dispose();
    }

    private T Loaded<T>(T network, ModelParts part) => Parts.HasFlag(part) ? network : throw NotLoaded(part);

    private T Network<T>(ModelParts part)
        where T : class => _room.Use<T>(part) ?? throw NotLoaded(part);

    private InvalidOperationException NotLoaded(ModelParts part) =>
        new($"{Name} was loaded with {Parts} and without {part}.");
}
