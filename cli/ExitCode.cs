namespace Mesh.Cli;

/// <summary>How a command ended; the numbers are part of the interface, see <see cref="ExitCodeText"/>.</summary>
internal enum ExitCode
{
    Done = 0,
    Internal = 1,
    Input = 2,
    Model = 3,
    Environment = 4,
    Cancelled = 130,
}

/// <summary>The table of exit codes that every help page ends with.</summary>
internal static class ExitCodeText
{
    public const string Table = """
        Exit codes:
          0    done
          1    internal error; MESH_DEBUG=1 shows the trace
          2    bad usage or input
          3    the model cannot be used
          4    the machine lacks something: ffmpeg, libtorch
          130  cancelled; no partial output is left
        """;
}
