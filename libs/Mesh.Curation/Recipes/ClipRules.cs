namespace Mesh.Curation.Recipes;

/// <summary>Operators 5 and 6: which clips are cut out of a shot.</summary>
public sealed record ClipRules
{
    /// <summary>What clips may be; the bucket nearest to a shot's aspect is taken among those it can fill.</summary>
    public IReadOnlyList<Bucket> Buckets { get; init; } = [new(480, 768, 77)];

    /// <summary>Frames per second; null keeps those of the film.</summary>
    public double? Rate { get; init; }

    /// <summary>Clips or pairs of one shot at most.</summary>
    public int PerShot { get; init; } = 1;

    /// <summary>How far a film may be enlarged to fill a bucket.</summary>
    public double MaxEnlargement { get; init; } = 1.25;

    /// <summary>x264's constant rate factor.</summary>
    public int Crf { get; init; } = 18;

    /// <summary>x264's preset.</summary>
    public string Preset { get; init; } = "fast";
}

/// <summary>A size that clips of one batch share.</summary>
/// <param name="Height">Pixels, even.</param>
/// <param name="Width">Pixels, even.</param>
/// <param name="Frames">4n+1, what the video autoencoders take.</param>
public sealed record Bucket(int Height, int Width, int Frames)
{
    public Bucket()
        : this(480, 768, 77)
    {
    }

    /// <summary>For example "480x768x77", height first as in the papers.</summary>
    public override string ToString() => $"{Height}x{Width}x{Frames}";
}
