using System.Diagnostics;

namespace Mesh.Cli.Local;

/// <summary>
/// Starts programs of others so that they end when this process dies, however it dies: between the two is a shell that
/// holds the other end of a pipe, and asks the program to end once nobody is at ours.
/// </summary>
internal static class Leash
{
    private const string Script = """
        exec 3<&0
        "$@" 3<&- </dev/null & program=$!
        { read -r _ <&3; kill -TERM $program; } & watch=$!
        exec 3<&-
        wait $program; code=$?
        kill $watch
        exit $code
        """;

    /// <summary>What starts a program in this way; its output can be read as the program's own.</summary>
    /// <param name="program">Its path, or a name on the PATH.</param>
    /// <param name="arguments">Its command line.</param>
    public static ProcessStartInfo Around(string program, params IEnumerable<string> arguments) =>
        // A session of its own: what the terminal tells all of us (Ctrl-C, hanging up) is for this process alone.
        new("setsid", ["sh", "-c", Script, "sh", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
}
