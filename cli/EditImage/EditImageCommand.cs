using System.CommandLine;
using Mesh.Cli.Edit;
using Mesh.Editing;
using Mesh.Editing.Pictures;

namespace Mesh.Cli.EditImage;

/// <summary>mesh edit-image: changes a picture as told.</summary>
internal static class EditImageCommand
{
    private static readonly Argument<string> Input = new("IN") { Description = "The picture." };

    private static readonly Argument<string> Instruction =
        new("INSTRUCTION") { Description = "What to change, in quotes." };

    private static readonly Option<string> Output =
        new("--output", "-o") { Description = "The PNG to write.", HelpName = "OUT", Required = true };

    private static readonly Option<string?> Model = new("--model")
    {
        Description = "A folder with Qwen-Image-Edit or FLUX.1 Kontext, as published; with --server, a name.",
        HelpName = "DIR",
    };

    private static readonly Option<string[]> Reference = new("--reference")
    {
        Description = "A picture of what is meant; may be given again.",
        HelpName = "IMG",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<long?> Seed =
        Numbers.Option("--seed", "The same seed gives the same bytes (42).", 0, long.MaxValue);

    private static readonly Option<int?> Steps =
        Numbers.Option("--steps", "Denoising steps (the model's own).", 1, 1000);

    private static readonly Option<double?> Guidance =
        Numbers.Option("--guidance", "How strongly to follow the instruction (the model's own).", 0.0, 100.0);

    private static readonly Option<string?> Negative =
        new("--negative") { Description = "What to lead away from, for models that take it.", HelpName = "TEXT" };

    private static readonly Option<int?> Threads =
        Numbers.Option("--threads", "CPU threads of the networks (all cores).", 1, 1024);

    private static readonly Option<string?> Server =
        new("--server") { Description = "Edit in the mesh whose gateway listens there.", HelpName = "URL" };

    private static readonly Option<string?> ApiKey =
        new("--api-key") { Description = $"Key for the mesh ({RemoteChannel.KeyVariable}).", HelpName = "KEY" };

    public static Command Create()
    {
        var command = new ExampleCommand("edit-image", "Edit a picture by an instruction.", Notes)
        {
            Input, Instruction, Output, Model, Reference, Seed, Steps, Guidance, Negative, Threads,
            Server, ApiKey,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var request = new PictureRequest(
            parsed.GetRequiredValue(Input), parsed.GetRequiredValue(Instruction), parsed.GetRequiredValue(Output))
        {
            References = parsed.GetValue(Reference) ?? [],
            Seed = parsed.GetValue(Seed) ?? 42,
            Steps = parsed.GetValue(Steps),
            Guidance = parsed.GetValue(Guidance),
            NegativePrompt = parsed.GetValue(Negative),
        };
        request.Validate();
        if (parsed.GetValue(Server) is { } server)
        {
            await RemotePicture.RunAsync(
                server, parsed.GetValue(ApiKey), request, parsed.GetValue(Model) ?? "", cancellation);
            Console.Out.WriteLine($"{request.Output}: by {server}, seed {request.Seed}");
            return (int)ExitCode.Done;
        }

        var folder = parsed.GetValue(Model) ?? throw new UsageException(
            "--model must name a folder with a picture editor; --server edits in a mesh instead.");
        Compute.UseThreads(parsed.GetValue(Threads));
        using var editor = PictureModelFolder.Load(Home.Model(folder));
        using (var display = EditDisplay.Create(silent: false))
        {
            await request.RunAsync(
                editor,
                (step, steps) => display.Report(new(EditStage.Denoise, step, steps, 1, 1, null)),
                cancellation);
        }
        Console.Out.WriteLine($"{request.Output}: by {editor.Name}, seed {request.Seed}");
        return (int)ExitCode.Done;
    }

    private const string Notes = """
        Examples:
          ./mesh edit-image room.png "make the wall blue" -o out.png --model weights/FLUX.1-Kontext-dev
          ./mesh edit-image me.jpg "put on this hat" -o out.png --reference hat.png --model weights/Qwen-Image-Edit-2509
          ./mesh edit-image room.png "make the wall blue" -o out.png --server http://127.0.0.1:7070

        The output has the size of the input.
        """;
}
