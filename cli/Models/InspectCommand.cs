using System.CommandLine;
using System.Text.Json;
using Mesh.Editing;
using Mesh.Editing.Verification;
using Mesh.Weights.Inspection;

namespace Mesh.Cli.Models;

/// <summary>mesh models inspect: what is in a file, or in every file of a folder.</summary>
internal static class InspectCommand
{
    private static readonly string[] Endings = [".safetensors", ".pt", ".pth", ".bin"];

    private static readonly Argument<string> Target = new("PATH") { Description = "A weight file or a folder." };

    private static readonly Option<bool> Json = new("--json") { Description = "Print as JSON, nothing else." };

    public static Command Create()
    {
        var command = new ExampleCommand(
            "inspect", "Tell network, tensors, precision and what is missing.", Notes) { Target, Json };
        command.SetAction(parsed => (int)Run(parsed.GetRequiredValue(Target), parsed.GetValue(Json)));
        return command;
    }

    private static ExitCode Run(string path, bool json)
    {
        var isFolder = Directory.Exists(path);
        if (!isFolder && !File.Exists(path))
            throw new UsageException($"{path} does not exist.");
        WeightInspection[] found = isFolder ? [.. Files(path).Select(Inspect)] : [Inspect(path)];
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(found, EditReport.Json));
            return ExitCode.Done;
        }

        foreach (var inspection in found)
            InspectionText.Print(inspection);
        if (isFolder)
            PrintFamily(path);
        return ExitCode.Done;
    }

    private static WeightInspection Inspect(string path)
    {
        try
        {
            return WeightInspection.Of(path);
        }
        catch (InvalidDataException error)
        {
            throw new ModelException(error.Message, error);
        }
    }

    // Shards are told by their index.
    private static IEnumerable<string> Files(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).ToArray();
        var indexes = files.Where(file => file.EndsWith(".index.json", StringComparison.Ordinal)).ToArray();
        var indexed = indexes.Select(Path.GetDirectoryName).ToHashSet();
        return indexes.Concat(files.Where(file =>
            Endings.Contains(Path.GetExtension(file))
            && !(indexed.Contains(Path.GetDirectoryName(file)) && file.Contains("-of-", StringComparison.Ordinal))));
    }

    private static void PrintFamily(string path)
    {
        try
        {
            var description = ModelFolder.Describe(path);
            var missing = ModelVerifier.Missing(path);
            Console.Out.WriteLine(missing.Count == 0
                ? $"{path} is a whole model of the family {description.Family}."
                : $"{path} is of the family {description.Family} and lacks {string.Join("; ", missing)}.");
        }
        catch (ModelException error)
        {
            Console.Out.WriteLine($"It is no model folder: {error.Message}");
        }
    }

    private const string Notes = """
        Examples:
          ./mesh models inspect models/nano
          ./mesh models inspect lora.safetensors --json
        """;
}
