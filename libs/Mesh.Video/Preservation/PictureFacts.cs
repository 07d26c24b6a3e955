using Mesh.Video.Ffmpeg;

namespace Mesh.Video.Preservation;

/// <summary>Size, rotation, colour, and what an edit does not promise to keep.</summary>
internal static class PictureFacts
{
    public static IEnumerable<PreservedFact> Of(VideoInfo source, VideoInfo output)
    {
        var isSameSize = source.Size == output.Size && source.SampleAspect.Reduced == output.SampleAspect.Reduced;
        yield return new("display size", isSameSize, DisplaySize(source), DisplaySize(output));

        if (source.Rotation != 0)
        {
            yield return new(
                "rotation",
                isSameSize && output.Rotation == 0,
                $"{source.Rotation} degrees by tag",
                output.Rotation == 0 ? "upright" : $"{output.Rotation} degrees by tag",
                "the frames are stored as they are shown");
        }
        yield return Colour(source, output);
        yield return new(
            "pixel format", source.PixelFormat == output.PixelFormat, source.PixelFormat, output.PixelFormat)
        { IsPromised = false };
        if (source.BitDepth > 8)
            yield return Lost("bit depth", $"{source.BitDepth}", "frames are edited at 8 bits", output: "8");
        if (source.HasAlpha)
            yield return Lost("transparency", "yes", "edited frames are opaque");
        if (source.IsInterlaced)
            yield return Lost("interlacing", "yes", "frames are stored as progressive");
        if (source.OtherStreams > 0)
            yield return Lost("other streams", $"{source.OtherStreams}", "only video and audio are carried over");
    }

    private static string DisplaySize(VideoInfo video) => video.SampleAspect.Num == video.SampleAspect.Den
        ? $"{video.Size}"
        : $"{video.Size}, pixel aspect {video.SampleAspect.Reduced}";

    private static PreservedFact Colour(VideoInfo source, VideoInfo output)
    {
        var isSame = source.Colour == output.Colour
            || (Normal(source) == Normal(output) && Normal(output) == Normal(source));
        var reason = isSame || ColourMatrix.Writable(source.Colour) == source.Colour
            ? null
            : "the source is not stored in a YUV matrix that can be written";
        return new("colour tags", isSame, $"{source.Colour}", $"{output.Colour}", reason);
    }

    // A YUV file without a range tag is limited range.
    private static ColourTags Normal(VideoInfo video) => video.Colour with { Range = video.Colour.Range ?? "tv" };

    private static PreservedFact Lost(string name, string source, string reason, string output = "none") =>
        new(name, false, source, output, reason) { IsPromised = false };
}
