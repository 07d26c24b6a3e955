using System.CommandLine;
using System.Diagnostics;

namespace Mesh.Cli.Bench;

/// <summary>mesh bench: hands over to the benchmark program, which is built when it is first asked for.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var command = new ExampleCommand("bench", "Measure against PyTorch and others in the same run.", Notes)
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.UnmatchedTokens, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var project = Path.Combine(Home.Path, "bench", "Mesh.Bench");
        if (!Directory.Exists(project))
            throw new UsageException($"{project} does not exist: benchmarks run from a checkout.");

        using var program = Process.Start("dotnet", ["run", "--project", project, "-c", "Release", "--", .. arguments]);
        try
        {
            await program.WaitForExitAsync(cancellation);
            return program.ExitCode;
        }
        finally
        {
            if (!program.HasExited)
                program.Kill(entireProcessTree: true);
        }
    }

    private const string Notes = """
        Suites: torch (cost of the binding), models (networks, forward and backward); both when none is named.
        grpc (calls and tensors on the wire, against grpc-js and a bare socket).
        tokenizers (against the npm package @huggingface/tokenizers).
        Options: --threads N, --rounds N, --case NAME.

        Examples:
          ./mesh bench
          ./mesh bench torch --threads 1
        """;
}
