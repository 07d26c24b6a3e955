using System.CommandLine;
using Mesh.Perception.Archives;

namespace Mesh.Cli.Archives;

/// <summary>mesh check-archive: whether a perception archive may be used, and what it does.</summary>
internal static class CheckArchiveCommand
{
    private static readonly Argument<string> Archive = new("ARCHIVE")
    {
        Description = "A TorchScript archive (.pt) with its manifest and self-test beside it.",
    };

    public static Command Create()
    {
        var command = new ExampleCommand(
            "check-archive", "Check a perception archive: its code, its limits, its recorded calls.", Notes)
        {
            Archive,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var network = ScriptNetwork.Load(parsed.GetRequiredValue(Archive));
        var manifest = network.Manifest;
        Console.WriteLine($"{network.Name}: {manifest.Task}, {manifest.Licence.Spdx}"
            + (manifest.Licence.NonCommercial ? ", not for commercial use" : ""));
        foreach (var (sign, contracts) in new[] { ("in ", network.Inputs), ("out", network.Outputs) })
        {
            foreach (var contract in contracts)
                Console.WriteLine($"  {sign} {contract.Name}: {contract.DType}[{string.Join(", ", contract.Shape)}]");
        }
        Console.WriteLine($"  {manifest.SelfTest.Count} recorded calls repeated; only allowed operators.");
        return (int)ExitCode.Done;
    }

    private const string Notes = """
        An archive is code: this reads its text first, then loads it in a process of its own under limits of memory
        and time.

        Examples:
          ./mesh check-archive archives/raft.pt
        """;
}
