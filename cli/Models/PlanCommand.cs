using System.CommandLine;
using System.Text.Json;
using Mesh.Editing;
using Mesh.Editing.Memory;
using TorchSharp;

namespace Mesh.Cli.Models;

/// <summary>mesh models plan: how a model runs within a limit of memory.</summary>
internal static class PlanCommand
{
    private static readonly Argument<string> Folder = new("DIR") { Description = "A model folder." };

    private static readonly Option<string> Size = new("--size")
    {
        Description = "Of the film: width x height x frames.",
        HelpName = "WxHxF",
        Required = true,
    };

    private static readonly Option<string> Memory = new("--memory")
    {
        Description = "What may be used, 24GB for example.",
        HelpName = "SIZE",
        Required = true,
    };

    private static readonly Option<string> Where = new("--device")
    {
        Description = "cuda or cpu (cuda).",
        HelpName = "NAME",
        DefaultValueFactory = _ => "cuda",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print as JSON, nothing else." };

    public static Command Create()
    {
        Where.AcceptOnlyFromAmong("cuda", "cpu");
        var command = new ExampleCommand("plan", "Tell how a model fits into memory.", Notes)
        {
            Folder, Size, Memory, Where, Json,
        };
        command.SetAction(parsed => (int)Run(parsed));
        return command;
    }

    private static ExitCode Run(ParseResult parsed)
    {
        var (width, height, frames) = Sides(parsed.GetRequiredValue(Size));
        var plan = MemoryPlanner.Plan(
            Home.Model(parsed.GetRequiredValue(Folder)), width, height, frames,
            ByteText.Parse("--memory", parsed.GetRequiredValue(Memory)),
            parsed.GetRequiredValue(Where) == "cpu" ? DeviceType.CPU : DeviceType.CUDA);
        if (parsed.GetValue(Json))
            Console.Out.WriteLine(JsonSerializer.Serialize(plan, EditReport.Json));
        else
            Print(plan);
        return plan.Fits ? ExitCode.Done : ExitCode.Model;
    }

    private static void Print(MemoryPlan plan)
    {
        var (window, memory) = (plan.Window, plan.Memory);
        var size = window.Size;
        Console.Out.WriteLine($"window     {size.PaddedWidth}x{size.PaddedHeight}, {window.Frames} frames");
        Console.Out.WriteLine("precision  " + string.Join(", ", plan.Precision.Select(pair =>
            $"{Word(pair.Key)} {pair.Value.ToString().ToLowerInvariant()}")));
        Console.Out.WriteLine("weights    " + (memory.Budget is null
            ? "all networks stay"
            : "each network is freed for the next"));
        Console.Out.WriteLine("offload    " + (memory.ResidentBlocks is { } places
            ? places == 1
                ? "one block of each list on the device, read when its turn comes"
                : $"{places} blocks of each list on the device, the next read while one computes"
            : "none"));
        Console.Out.WriteLine(
            "guidance   " + (memory.BatchGuidance ? "both branches at once" : "one branch at a time"));
        Console.Out.WriteLine("tiling     " + (plan.IsTiled ? "the autoencoder works in tiles" : "none"));
        foreach (var stage in plan.Stages)
        {
            Console.Out.WriteLine($"{Word(stage.Part),-10} {ByteText.Of(stage.Total)}: weights "
                + $"{ByteText.Of(stage.Weights)}, activations {ByteText.Of(stage.Activations)}");
        }
        Console.Out.WriteLine($"peak       {ByteText.Of(plan.Peak)} of {ByteText.Of(plan.Limit)}"
            + (plan.Fits ? "" : ": it does not fit"));
    }

    private static string Word(ModelParts part) => part.ToString().ToLowerInvariant();

    private static (int Width, int Height, int Frames) Sides(string text)
    {
        var sides = text.Split('x').Select(part => int.TryParse(part, out var side) && side > 0 ? side : 0).ToArray();
        return sides is [> 0 and var width, > 0 and var height, > 0 and var frames]
            ? (width, height, frames)
            : throw new UsageException($"--size must be width x height x frames, as 768x480x77, got '{text}'.");
    }

    private const string Notes = """
        Examples:
          ./mesh models plan models/icve --size 768x480x77 --memory 24GB
          ./mesh models plan nano --size 1280x720x240 --memory 2GB --device cpu

        The figures are counted from the sizes of the networks; the weights need not be there.
        Exit code 3 when it does not fit.
        """;
}
