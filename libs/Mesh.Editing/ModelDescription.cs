using Mesh.Editing.Composition;
using Mesh.Editing.Windows;

namespace Mesh.Editing;

/// <summary>What config.json says about an editor: enough to plan an edit, without a weight.</summary>
/// <param name="Name">Name of the folder it came from.</param>
/// <param name="Family">The architecture, for example "nano".</param>
/// <param name="Shapes">What passes between its networks.</param>
/// <param name="Defaults">How the model is run.</param>
/// <param name="Abilities">What the model can be asked for.</param>
public sealed record ModelDescription(
    string Name, string Family, ModelShapes Shapes, EditDefaults Defaults, ModelAbilities Abilities)
{
    /// <summary>The size at which the model sees a film.</summary>
    /// <param name="height">Height of the film, pixels.</param>
    /// <param name="width">Width of the film, pixels.</param>
    public WorkingSize SizeFor(int height, int width) => Defaults.Composite
        ? WorkingSize.Fixed(Defaults.Height, Defaults.Width, Shapes.Grid)
        : WorkingSize.Native(height, width, Defaults.Height, Defaults.Width, Shapes.Grid);

    /// <summary>How its edits become frames of the film; one composer a film.</summary>
    public IComposer Composer() => Defaults.Composite ? new ChangeOverlay() : new WholeFrame();
}

/// <summary>What passes between the networks of an editor; checkpoints that work together agree on it.</summary>
public sealed record ModelShapes
{
    /// <summary>Channels of a latent.</summary>
    public required int LatentChannels { get; init; }

    /// <summary>Channels of what the denoiser is shown of the film; null for those of a latent.</summary>
    public int? SourceChannels { get; init; }

    /// <summary>Pixels per latent cell, along height and along width.</summary>
    public required int SpatialFactor { get; init; }

    /// <summary>T latent frames stand for TemporalFactor * (T - 1) + 1 video frames.</summary>
    public required int TemporalFactor { get; init; }

    /// <summary>Latent cells of one token of the transformer, along (time, height, width).</summary>
    public required IReadOnlyList<int> PatchSize { get; init; }

    /// <summary>Channels of one token of the condition.</summary>
    public required int TextChannels { get; init; }

    /// <summary>Channels of the pooled condition.</summary>
    public required int PooledChannels { get; init; }

    /// <summary>Pixels that height and width must be a multiple of.</summary>
    public int Grid => SpatialFactor * Math.Max(PatchSize[1], PatchSize[2]);

    /// <summary>Shape of the latent of a clip, [1, C, T, h, w].</summary>
    /// <param name="frames">Frames of the clip, a multiple of the temporal factor plus 1.</param>
    /// <param name="size">The size at which the model sees it.</param>
    public long[] Latent(int frames, WorkingSize size) =>
    [
        1,
        LatentChannels,
        (frames - 1) / TemporalFactor + 1,
        size.PaddedHeight / SpatialFactor,
        size.PaddedWidth / SpatialFactor,
    ];

    /// <summary>Shape of what the denoiser is shown of a clip, [1, C, T, h, w].</summary>
    /// <param name="latent">Shape of the clip's latent.</param>
    /// <param name="references">Latent frames that lead in it.</param>
    public long[] Source(long[] latent, int references) =>
        [latent[0], SourceChannels ?? LatentChannels, latent[2] + references, latent[3], latent[4]];

    /// <summary>Shape of the noise beside a source of a shape, [1, C, T, h, w].</summary>
    public long[] Noise(long[] source) => [source[0], LatentChannels, .. source.AsSpan(2)];

    public bool Equals(ModelShapes? other) =>
        other is not null && Numbers().SequenceEqual(other.Numbers());

    public override int GetHashCode() => Numbers().Aggregate(0, HashCode.Combine);

    public override string ToString() =>
        $"latents of {LatentChannels} channels at 1/{SpatialFactor} and 1/{TemporalFactor} in patches of "
        + $"{string.Join("x", PatchSize)}, text of {TextChannels} and {PooledChannels} channels";

    private IEnumerable<int> Numbers() =>
    [
        LatentChannels, SourceChannels ?? LatentChannels, SpatialFactor, TemporalFactor, TextChannels, PooledChannels,
        .. PatchSize,
    ];
}
