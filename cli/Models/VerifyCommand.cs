using System.CommandLine;
using Mesh.Editing.Verification;

namespace Mesh.Cli.Models;

/// <summary>mesh models verify: whether a model folder is whole.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string> Folder = new("DIR") { Description = "A model folder." };

    private static readonly Option<bool> Runs = new("--run")
    {
        Description = "Also load each network and run it once on a tiny input.",
    };

    private static readonly Option<bool> Writes = new("--write-checksums")
    {
        Description = $"Write {Checksums.FileName} for the files as they are, instead of checking.",
    };

    public static Command Create()
    {
        var command = new ExampleCommand("verify", "Check files, checksums, names and shapes.", Notes)
        {
            Folder, Runs, Writes,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult((int)Run(
            Home.Model(parsed.GetRequiredValue(Folder)),
            parsed.GetValue(Runs),
            parsed.GetValue(Writes),
            cancellation)));
        return command;
    }

    private static ExitCode Run(string folder, bool runs, bool writes, CancellationToken cancellation)
    {
        if (writes)
        {
            if (!Directory.Exists(folder))
                throw new UsageException($"{folder} is no folder.");
            Console.Out.WriteLine($"{Checksums.FileName} lists {Checksums.Write(folder, cancellation)} files.");
            return ExitCode.Done;
        }

        var isGood = true;
        foreach (var check in ModelVerifier.Verify(folder, runs, cancellation: cancellation))
        {
            isGood &= check.IsGood;
            Console.Out.WriteLine($"{(check.IsGood ? "ok  " : "BAD ")} {check.What}: {check.Problem ?? check.Note}");
        }
        return isGood ? ExitCode.Done : ExitCode.Model;
    }

    private const string Notes = """
        Examples:
          ./mesh models verify nano --run
          ./mesh models verify models/icve

        Checksums are those of SHA256SUMS and of a download by huggingface-cli.
        """;
}
