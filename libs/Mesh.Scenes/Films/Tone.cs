using System.Diagnostics;
using System.Globalization;
using Mesh.Video;

namespace Mesh.Scenes;

/// <summary>Adds a sine tone to a silent film, with ffmpeg.</summary>
internal static class Tone
{
    /// <param name="path">The film; replaced when the new one is whole.</param>
    /// <param name="hertz">Pitch.</param>
    /// <param name="cancellation">Stops ffmpeg.</param>
    /// <exception cref="VideoException">ffmpeg failed.</exception>
    public static async Task AddAsync(string path, double hertz, CancellationToken cancellation)
    {
        var whole = $"{path}.tone{Path.GetExtension(path)}";
        var sine = string.Create(CultureInfo.InvariantCulture, $"sine=frequency={hertz}:sample_rate=44100");
        string[] arguments =
        [
            "-v", "error", "-nostdin", "-y", "-i", path, "-f", "lavfi", "-i", sine, "-map", "0:v", "-map", "1:a",
            "-c:v", "copy", "-c:a", "aac", "-b:a", "64k", "-shortest", "-fflags", "+bitexact", whole,
        ];
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardError = true })!;
        try
        {
            var errors = await ffmpeg.StandardError.ReadToEndAsync(cancellation);
            await ffmpeg.WaitForExitAsync(cancellation);
            if (ffmpeg.ExitCode != 0)
                throw new VideoException($"{path}: ffmpeg could not add a tone: {errors.Trim()}");
            File.Move(whole, path, overwrite: true);
        }
        finally
        {
            if (!ffmpeg.HasExited)
                ffmpeg.Kill();
            File.Delete(whole);
        }
    }
}
