using System.Runtime.InteropServices;

namespace Mesh.Video.Ffmpeg;

/// <summary>
/// Has ffmpeg loaded with the reference BLAS where that is installed. Debian's ffmpeg needs some BLAS for a filter that
/// recognises speech; OpenBLAS, which libtorch wants, takes a quarter of the time that ffmpeg needs to start.
/// </summary>
internal static class LightLibraries
{
    private const string Variable = "LD_LIBRARY_PATH";

    // Where Debian keeps them, whichever is the default.
    private static readonly string[] Folders =
        [.. new[] { "blas", "lapack" }.Select(name => $"/usr/lib/{Architecture}-linux-gnu/{name}")
            .Where(Directory.Exists)];

    private static string Architecture => RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.Arm64 => "aarch64",
        _ => "x86_64",
    };

    /// <summary>Adds them to the environment of a program.</summary>
    public static void Prefer(IDictionary<string, string?> environment)
    {
        if (Folders.Length == 0)
            return;
        string[] own = environment.TryGetValue(Variable, out var set) && set is { Length: > 0 } ? [set] : [];
        environment[Variable] = string.Join(':', [.. own, .. Folders]);
    }
}
