namespace Mesh.Video.Perception;

/// <summary>Turns a clip into a vector: clips that look alike have vectors that point the same way.</summary>
/// <remarks>Implementations may be called from several threads; calls on one network run one after another.</remarks>
public interface IClipEmbedder
{
    /// <summary>What made the vectors, with its version; vectors of two names cannot be compared.</summary>
    string Name { get; }

    /// <summary>Numbers of a vector.</summary>
    int Dimensions { get; }

    /// <param name="frames">At least one, all of one size, in the order in which they are shown.</param>
    /// <param name="cancellation">Ends the work between batches.</param>
    /// <returns><see cref="Dimensions"/> numbers of length 1; their dot product is the cosine similarity.</returns>
    /// <exception cref="ArgumentException">There is no frame, or the sizes differ.</exception>
    float[] Embed(IReadOnlyList<RgbImage> frames, CancellationToken cancellation = default);
}
