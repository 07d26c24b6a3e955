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

        var start = new ProcessStartInfo("dotnet", ["run", "--project", project, "-c", "Release", "--", .. arguments]);
        start.Environment["OPENBLAS_NUM_THREADS"] = Threads(arguments);  // of both sides: torch does not tell OpenBLAS
        using var program = Process.Start(start)!;
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

    private static string Threads(IReadOnlyList<string> arguments)
    {
        var at = arguments.ToList().IndexOf("--threads");
        return at >= 0 && at + 1 < arguments.Count ? arguments[at + 1] : "1";
    }

    private const string Notes = """
        Suites: torch (cost of the binding), models (networks, forward and backward); both when none is named.
        grpc (calls and tensors on the wire, against grpc-js and a bare socket).
        curation (scene split against a decoder alone; tracker; datasets of 100 to 10,000 clips).
        mesh (one edit by a process per service, against one process).
        train (a training step; one and two ranks: steps, memory, stalls, checkpoints).
        tokenizers (against the npm package @huggingface/tokenizers).
        language (loading of weights; tokens a second of the LLaMA, with and without its cache).
        Options: --threads N, --rounds N, --case NAME.

        Examples:
          ./mesh bench
          ./mesh bench torch --threads 1
        """;
}
