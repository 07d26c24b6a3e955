using System.Globalization;
using Mesh.Curation.Recipes;
using Mesh.Video.Scan;

namespace Mesh.Curation.Sources;

/// <summary>Operator 1: what a film must be to be looked at.</summary>
public sealed class SourceFilter(SourceRules rules)
{
    /// <summary>Judges what a file claims, before anything is decoded.</summary>
    /// <returns>Null for a film to go on with.</returns>
    public Drop? Judge(VideoHeader video)
    {
        if (video.IsPicture)
            return Dropped("a picture", $"{video.Codec} has no time");
        if (rules.Codecs.Count > 0 && !rules.Codecs.Contains(video.Codec))
            return Dropped("codec", $"{video.Codec}, allowed are {string.Join(", ", rules.Codecs)}");
        var side = Math.Min(video.DisplayWidth, video.Size.Height);
        if (side < rules.MinSide)
            return Dropped("too small", $"{video.Size}, at least {rules.MinSide} are needed");
        if (video.Rate.Value < rules.MinRate || video.Rate.Value > rules.MaxRate)
            return Dropped("frame rate", $"{Number(video.Rate.Value)} fps, allowed {rules.MinRate} to {rules.MaxRate}");
        return video.Seconds is { } seconds ? Length(seconds) : null;
    }

    /// <summary>Judges what was decoded.</summary>
    /// <returns>Null for a film to go on with.</returns>
    public Drop? Judge(VideoFacts facts)
    {
        if (facts.Damage is { } damage && !rules.AllowDamage)
            return Dropped("damaged", damage);
        if (facts.Picture is { } picture && rules.Letterbox == LetterboxAction.Drop)
            return Dropped("letterbox", $"the picture covers {picture.Width}x{picture.Height}");
        return Length(facts.Seconds);
    }

    private Drop? Length(double seconds) =>
        seconds < rules.MinSeconds ? Dropped("too short", $"{Number(seconds)} s, at least {rules.MinSeconds} needed")
        : seconds > rules.MaxSeconds ? Dropped("too long", $"{Number(seconds)} s, at most {rules.MaxSeconds} allowed")
        : null;

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static Drop Dropped(string reason, string detail) => new(Operators.Probe, reason, detail);
}
