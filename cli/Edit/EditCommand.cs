using System.CommandLine;
using Mesh.Editing;

namespace Mesh.Cli.Edit;

/// <summary>mesh edit: changes a film as told.</summary>
internal static class EditCommand
{
    private static readonly Argument<string> Input = new("IN") { Description = "The film: any file ffmpeg reads." };

    private static readonly Argument<string> Instruction =
        new("INSTRUCTION") { Description = "What to change, in quotes." };

    private static readonly Option<string> Output =
        new("--output", "-o") { Description = "The file to write.", HelpName = "OUT", Required = true };

    private static readonly Option<string> Model = ModelOption.Create();

    private static readonly Option<long?> Seed =
        Numbers.Option("--seed", "The same seed gives the same bytes (42).", 0, long.MaxValue);

    private static readonly Option<int?> Steps =
        Numbers.Option("--steps", "Denoising steps (the model's own).", 1, 1000);

    private static readonly Option<double?> Guidance =
        Numbers.Option("--guidance", "How strongly to follow the instruction; 1 is off (the model's own).", 0.0, 100.0);

    private static readonly Option<string?> Negative =
        new("--negative") { Description = "What to lead away from (the model's own).", HelpName = "TEXT" };

    private static readonly Option<string?> Mask =
        new("--mask") { Description = "White where to edit: a film as long as IN, or a picture.", HelpName = "FILE" };

    private static readonly Option<string?> Control =
        new("--control") { Description = "A film to follow, for example depth: as long as IN.", HelpName = "FILE" };

    private static readonly Option<string[]> Reference = new("--reference")
    {
        Description = "A picture of what is meant; may be given again.",
        HelpName = "IMG",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string[]> Lora = new("--lora")
    {
        Description = "An adapter to fold into the model, with its strength (1); may be given again.",
        HelpName = "FILE[:N]",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> Compare =
        new("--compare") { Description = "Also write source and edit side by side.", HelpName = "FILE" };

    private static readonly Option<bool> Json =
        new("--json") { Description = "Print the report as JSON, nothing else." };

    private static readonly Option<int?> Threads =
        Numbers.Option("--threads", "CPU threads of the networks (all cores).", 1, 1024);

    private static readonly Option<string?> Server =
        new("--server") { Description = "Edit in the mesh whose gateway listens there.", HelpName = "URL" };

    private static readonly Option<string?> ApiKey =
        new("--api-key") { Description = $"Key for the mesh ({RemoteChannel.KeyVariable}).", HelpName = "KEY" };

    public static Command Create()
    {
        var command = new ExampleCommand("edit", "Edit a film by an instruction.", Notes())
        {
            Input, Instruction, Output, Model, Seed, Steps, Guidance, Negative, Mask, Control, Reference, Lora, Compare,
            Json, Threads, Server, ApiKey,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var request = new EditRequest(
            parsed.GetRequiredValue(Input), parsed.GetRequiredValue(Instruction), parsed.GetRequiredValue(Output))
        {
            Steps = parsed.GetValue(Steps),
            Guidance = parsed.GetValue(Guidance),
            NegativePrompt = parsed.GetValue(Negative),
            Guides = new()
            {
                Mask = parsed.GetValue(Mask),
                Control = parsed.GetValue(Control),
                References = parsed.GetValue(Reference) ?? [],
            },
            Compare = parsed.GetValue(Compare),
        };
        if (parsed.GetValue(Seed) is { } seed)
            request = request with { Seed = seed };

        if (parsed.GetValue(Server) is { } server)
            return (int)await RemoteAsync(server, request, parsed, cancellation);

        var folder = Home.Model(parsed.GetRequiredValue(Model));
        var code = await EditRun.RunAsync(
            request, folder, [.. (parsed.GetValue(Lora) ?? []).Select(LoraOption.Parse)], parsed.GetValue(Threads), parsed.GetValue(Json), cancellation);
        return (int)code;
    }

    private static Task<ExitCode> RemoteAsync(
        string server, EditRequest request, ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(Lora) is { Length: > 0 })
            throw new UsageException("--lora is for local edits; fold it into weights that the mesh serves.");
        RemoteOptions.Check(request, parsed.GetValue(Threads));
        var key = parsed.GetValue(ApiKey) ?? RemoteChannel.Key;
        // The mesh has a default of its own.
        var model = parsed.GetResult(Model) is { Implicit: false } ? parsed.GetRequiredValue(Model) : "";
        return RemoteRun.RunAsync(server, key, request, model, parsed.GetValue(Json), cancellation);
    }

    private static string Notes()
    {
        var nano = ModelAbilities.Nano;
        return $"""
            Examples:
              ./mesh edit samples/red-circle.mp4 "{nano.Examples[0]}" -o out.mp4
              ./mesh edit film.mov "{nano.Examples[1]}" -o out.mov --compare side.mp4 --seed 7
              ./mesh edit film.mp4 "{nano.Examples[2]}" -o out.mp4 --json > report.json
              ./mesh edit film.mp4 "{nano.Examples[0]}" -o out.mp4 --server http://127.0.0.1:7070

            The output keeps the source's frame count, timestamps, size, colour tags and sound.

            The model nano can {nano.Can}.
            It cannot edit {nano.Cannot}.
            """;
    }
}
