using Mesh.Curation.Recipes;
using Mesh.Video;

namespace Mesh.Curation.Clips;

/// <summary>Which bucket a shot goes to.</summary>
internal static class BucketChoice
{
    /// <summary>Aspects within a tenth of each other count as equal; then the larger bucket wins.</summary>
    private const double AspectStep = 0.1;

    /// <summary>The bucket nearest in aspect, among those the shot fills in size and length.</summary>
    /// <param name="rules">The buckets.</param>
    /// <param name="picture">Pixels on a screen with square ones.</param>
    /// <param name="frames">Frames of the shot, at the film's rate.</param>
    /// <param name="needed">Frames of the film that a bucket takes.</param>
    /// <returns>Null when it fills none.</returns>
    public static Bucket? Of(ClipRules rules, PixelSize picture, int frames, Func<Bucket, int> needed) =>
        rules.Buckets
            .Where(bucket => needed(bucket) <= frames && Enlargement(bucket, picture) <= rules.MaxEnlargement)
            .OrderBy(bucket => Math.Round(AspectDistance(bucket, picture) / AspectStep))
            .ThenByDescending(bucket => (long)bucket.Height * bucket.Width)
            .ThenByDescending(bucket => bucket.Frames)
            .FirstOrDefault();

    private static double Enlargement(Bucket bucket, PixelSize picture) =>
        Math.Max((double)bucket.Width / picture.Width, (double)bucket.Height / picture.Height);

    private static double AspectDistance(Bucket bucket, PixelSize picture) => Math.Abs(Math.Log(
        (double)bucket.Width / bucket.Height * picture.Height / picture.Width));
}
