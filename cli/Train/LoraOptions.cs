using System.CommandLine;
using System.CommandLine.Parsing;
using Mesh.Training.Recipes;

namespace Mesh.Cli.Train;

/// <summary>What is said of low-rank updates.</summary>
internal static class LoraOptions
{
    public static Option<int?> Rank { get; } =
        Numbers.Option("--lora-rank", "Train low-rank updates, leave the --init weights as they are.", 1, 4096);

    public static Option<double?> Alpha { get; } =
        Numbers.Option("--lora-alpha", "Their scale is alpha / rank (the rank).", 0.001, 1e6);

    public static Option<string[]> Targets { get; } = new("--lora-targets")
    {
        Description = "Layers they are on, by the ends of their names (the attention's of every block).",
        HelpName = "NAMES",
        AllowMultipleArgumentsPerToken = true,
    };

    public static IReadOnlyList<Option> All { get; } = [Rank, Alpha, Targets];

    public static void Validate(CommandResult result)
    {
        if (result.GetResult(Rank) is not null)
            return;
        foreach (var option in All.Where(option => result.GetResult(option) is not null))
            result.AddError($"{option.Name} needs --lora-rank N.");
    }

    /// <returns>Null when they are not asked for.</returns>
    public static LoraTraining? Of(ParseResult parsed)
    {
        if (parsed.GetValue(Rank) is not { } rank)
            return null;
        var lora = new LoraTraining(rank, parsed.GetValue(Alpha) ?? rank);
        return parsed.GetValue(Targets) is [_, ..] targets ? lora with { Targets = targets } : lora;
    }
}
