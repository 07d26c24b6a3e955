using Mesh.Curation.Recipes;
using Mesh.Video;
using Mesh.Video.Scan;

namespace Mesh.Curation.Clips;

/// <summary>
/// Operator 5: clips of fixed length and size, in limited range with the colours of the film; all clips of a film in
/// one pass.
/// </summary>
public sealed class ClipStandardizer(ClipRules rules, int? threads)
{
    /// <summary>Cuts the clips of some samples into a folder.</summary>
    /// <returns>The path of each clip, by sample and role.</returns>
    /// <exception cref="VideoException">The film cannot be decoded any more.</exception>
    public async Task<IReadOnlyDictionary<(string Sample, string Role), string>> CutAsync(
        VideoHeader film, PixelRect? picture, IReadOnlyList<SamplePlan> samples, string folder,
        CancellationToken cancellation)
    {
        var paths = new Dictionary<(string, string), string>();
        var cuts = new List<ClipCut>();
        foreach (var sample in samples)
        {
            foreach (var clip in sample.Clips)
            {
                var path = Path.Combine(folder, $"{sample.Id}.{clip.Role}.mp4");
                paths[(sample.Id, clip.Role)] = path;
                var size = new PixelSize(sample.Bucket.Width, sample.Bucket.Height);
                cuts.Add(new(path, clip.Start, clip.End, sample.Bucket.Frames, size)
                {
                    Rate = Rate(rules),
                    Picture = picture,
                });
            }
        }
        await ClipCutter.CutAsync(film, cuts, new(rules.Crf, rules.Preset), threads, cancellation);
        return paths;
    }

    /// <summary>Frames per second of the clips; null for those of the film.</summary>
    internal static Rational? Rate(ClipRules rules) =>
        rules.Rate is { } rate ? new Rational((long)Math.Round(rate * 1000), 1000).Reduced : null;
}
