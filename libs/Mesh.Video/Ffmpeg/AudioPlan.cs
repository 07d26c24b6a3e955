namespace Mesh.Video.Ffmpeg;

/// <summary>How the audio of the source reaches the written file.</summary>
/// <param name="Arguments">For ffmpeg; the source is its input 1.</param>
/// <param name="Notes">What could not be copied as it is.</param>
internal sealed record AudioPlan(IReadOnlyList<string> Arguments, IReadOnlyList<string> Notes)
{
    public static AudioPlan Of(IReadOnlyList<AudioInfo> streams, OutputContainer container)
    {
        var (arguments, notes, output) = (new List<string>(), new List<string>(), 0);
        foreach (var stream in streams)
        {
            if (stream.Codec == "unknown")
            {
                notes.Add($"Audio stream {stream.Index} has an unknown codec and was left out.");
                continue;
            }
            arguments.AddRange(["-map", $"1:{stream.Index}", $"-c:a:{output}"]);
            arguments.AddRange(container.Stores(stream)
                ? Copied(stream, container, output)
                : Encoded(stream, container, output, notes));
            output++;
        }
        return new(arguments, notes);
    }

    // Matroska's reader takes the pre-skip off every timestamp; its writer does not add it to those of copied packets.
    private static string[] Copied(AudioInfo stream, OutputContainer container, int output) =>
        container.HasExactTime || stream.PreSkip == 0
            ? ["copy"]
            : ["copy", $"-bsf:a:{output}", $"setts=ts=TS+{OpusHead.Milliseconds(stream.PreSkip)}"];

    // Encoders disagree about the order of more than two channels, so these are mixed down.
    private static IEnumerable<string> Encoded(
        AudioInfo stream, OutputContainer container, int output, List<string> notes)
    {
        var mixed = stream.Channels > 2 ? " in stereo" : "";
        notes.Add($"Audio stream {stream.Index} is {stream.Codec}, which {container.Extension} cannot store: "
            + $"it was encoded again with {container.AudioEncoder}{mixed}.");
        return stream.Channels > 2
            ? [container.AudioEncoder, $"-b:a:{output}", "192k", $"-ac:a:{output}", "2"]
            : [container.AudioEncoder, $"-b:a:{output}", "192k"];
    }
}
