using System.CommandLine;
using Mesh.Curation.Recipes;

namespace Mesh.Cli.Curate;

/// <summary>mesh curate: raw footage to training data.</summary>
internal static class CurateCommand
{
    private const string KeyVariable = "MESH_VLM_KEY";

    private static readonly Argument<string[]> Films = new("FILMS")
    {
        Description = "Films, or manifests (JSON lines) for recipes that judge triplets.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> Recipe = new("--recipe", "-r")
    {
        Description = $"{string.Join(", ", RecipeFile.Shipped)}, or a YAML file.",
        HelpName = "NAME",
        Required = true,
    };

    private static readonly Option<string> Output =
        new("--output", "-o") { Description = "Folder of the dataset.", HelpName = "DIR", Required = true };

    private static readonly Option<int?> Workers =
        Numbers.Option("--workers", "Films at a time (one for each core).", 1, 256);

    private static readonly Option<string?> Vlm =
        new("--vlm") { Description = "OpenAI-compatible endpoint, with /v1.", HelpName = "URL" };

    private static readonly Option<string?> VlmModel =
        new("--vlm-model") { Description = $"Its model; the key is read from {KeyVariable}.", HelpName = "NAME" };

    private static readonly Option<double?> VlmRate =
        Numbers.Option("--vlm-rate", "Requests a second at most (no limit).", 0.001, 1e6);

    private static readonly Option<string?> Embedder =
        new("--embedder") { Description = "Folder of DINOv2's weights, to find duplicates with.", HelpName = "DIR" };

    private static readonly Option<string?> Tracker =
        new("--tracker")
        {
            Description = "TorchScript archive of a point tracker, to score motion.",
            HelpName = "FILE",
        };

    private static readonly Option<string?> Masks =
        new("--masks") { Description = "Tool that segments (mesh.curation.v1.Tool).", HelpName = "URL" };

    private static readonly Option<string?> Depth =
        new("--depth")
        {
            Description = "Folder of Depth Anything's weights, TorchScript archive, or URL of a tool: a depth film "
                + "beside each source clip.",
            HelpName = "PLACE",
        };

    private static readonly Option<bool> Json =
        new("--json") { Description = "Print the summary as JSON, nothing else." };

    public static Command Create()
    {
        var command = new ExampleCommand("curate", "Make a training set out of raw footage.", Notes)
        {
            Films, Recipe, Output, Workers, Vlm, VlmModel, VlmRate, Embedder, Tracker, Masks, Depth,
            Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var recipe = RecipeFile.Load(parsed.GetRequiredValue(Recipe));
        var output = Path.GetFullPath(parsed.GetRequiredValue(Output));
        var isJson = parsed.GetValue(Json);
        using var run = new CurateRun(
            recipe, output, new()
            {
                Embedder = parsed.GetValue(Embedder),
                Tracker = parsed.GetValue(Tracker),
                Masks = parsed.GetValue(Masks),
                Depth = parsed.GetValue(Depth),
                Vlm = Endpoint(parsed),
            });
        DatasetReport report;
        using (var display = CurateDisplay.Create(isJson))
        {
            report = await run.RunAsync(
                parsed.GetRequiredValue(Films), parsed.GetValue(Workers) ?? Environment.ProcessorCount, display,
                cancellation);
        }
        Console.Out.WriteLine(isJson ? report.ToJson() : report.ToString());
        return (int)ExitCode.Done;
    }

    private static Curation.Vlm.VlmOptions? Endpoint(ParseResult parsed)
    {
        if (parsed.GetValue(Vlm) is not { } url)
            return null;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
            throw new UsageException($"--vlm must be an http or https address, got '{url}'.");
        return new()
        {
            Endpoint = endpoint,
            Model = parsed.GetValue(VlmModel) ?? throw new UsageException("--vlm needs --vlm-model NAME."),
            ApiKey = Environment.GetEnvironmentVariable(KeyVariable),
            RequestsPerSecond = parsed.GetValue(VlmRate),
        };
    }

    private const string Notes = """
        Recipes: icve-pretrain makes pairs of clips of one shot with an instruction between them, ditto-source clips of
        101 frames at 20 fps, sft-filter judges triplets. What is finished is found again: after Ctrl-C or a crash run
        the same command. DIR/report.html shows what was kept and dropped; DIR/.work holds what a next run can skip.

        Examples:
          ./mesh curate clips/*.mp4 --recipe icve-pretrain -o dataset
          ./mesh curate clips/*.mp4 --recipe ditto-source -o dataset --depth weights/Depth-Anything-V2-Small-hf
          ./mesh curate clips/*.mp4 --recipe my.yaml -o dataset --vlm http://127.0.0.1:8000/v1 --vlm-model qwen2.5-vl
        """;
}
