using System.CommandLine;
using Mesh.Cli.Train;
using Mesh.Nano.Ablation;
using Mesh.Nano.Recipe;
using Mesh.Training;

namespace Mesh.Cli.Ablate;

/// <summary>mesh ablate: whether clip pretraining pays, at equal steps.</summary>
internal static class AblateCommand
{
    private static readonly Option<string> Recipe = new("--recipe")
    {
        Description = "nano (six minutes of a core an arm and seed) or smoke (everything once).",
        HelpName = "NAME",
        DefaultValueFactory = _ => "nano",
    };

    private static readonly Option<string> Output = new("--out", "-o")
    {
        Description = "Folder of the table, the curves, every scored model and the state.",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<string> Seeds = new("--seeds")
    {
        Description = "Whole numbers with commas between; each repeats both arms (1,2).",
        HelpName = "LIST",
        DefaultValueFactory = _ => "1,2",
    };

    private static readonly Option<int?> Steps =
        Numbers.Option("--steps", "Optimizer steps of an arm (the recipe's own).", 2, 100_000_000);

    private static readonly Option<int?> Pretrain =
        Numbers.Option("--pretrain", "Of these, steps on clips in one arm (the recipe's own).", 1, 100_000_000);

    private static readonly Option<int?> Scenes =
        Numbers.Option("--scenes", "Scenes of the pairs, three pairs each (the recipe's own).", 1, 1_000_000);

    private static readonly Option<int?> Clips =
        Numbers.Option("--clips", "Unpaired clips, two moments each (the recipe's own).", 1, 1_000_000);

    private static readonly Option<int?> Every =
        Numbers.Option("--every", "Steps between two scores (the recipe's own).", 1, 100_000_000);

    private static readonly Option<int?> Cases =
        Numbers.Option("--cases", "Held-out edits of a score (the recipe's own).", 6, 100_000);

    private static readonly Option<int?> Workers =
        Numbers.Option("--workers", "One-thread workers that average gradients (1).", 1, 256);

    private static readonly Option<string?> Device = new("--device")
    {
        Description = "cpu or cuda (cuda where libtorch finds a GPU).",
        HelpName = "NAME",
    };

    private static readonly Option<string> Autoencoder = new("--vae")
    {
        Description = "Model whose autoencoder all arms use, frozen.",
        HelpName = "NAME|DIR",
        DefaultValueFactory = _ => ModelOption.Default,
    };

    private static readonly Option<bool> Resume =
        new("--resume") { Description = "Go on with the run in the output folder." };

    public static Command Create()
    {
        var command = new ExampleCommand("ablate", "Clip pretraining then pairs against pairs alone.", Notes)
        {
            Recipe, Output, Seeds, Steps, Pretrain, Scenes, Clips, Every, Cases, Workers, Device, Autoencoder, Resume,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (folder, vae) = (parsed.GetRequiredValue(Output), Home.Model(parsed.GetRequiredValue(Autoencoder)));
        var options = new TrainingOptions
        {
            Device = TrainingDevice.Of(parsed.GetValue(Device)),
            Workers = parsed.GetValue(Workers) ?? 1,
            Resume = parsed.GetValue(Resume),
        };
        using var progress = new StepLine();
        var result = await AblationTraining.RunAsync(
            RecipeOf(parsed), vae, folder, options, progress, cancellation);
        progress.Dispose();
        Console.Out.Write(AblationTable.Write(result));
        Console.Out.WriteLine($"\ncurves in {Path.Combine(folder, "curves.svg")}");
        return (int)ExitCode.Done;
    }

    private static AblationRecipe RecipeOf(ParseResult parsed)
    {
        var recipe = AblationRecipes.Find(parsed.GetRequiredValue(Recipe));
        var (editor, cases) = (recipe.Editor, parsed.GetValue(Cases) ?? recipe.Editor.Evaluation.Cases);
        return recipe with
        {
            Seeds = SeedsOf(parsed.GetRequiredValue(Seeds)),
            Steps = parsed.GetValue(Steps) ?? recipe.Steps,
            PretrainSteps = parsed.GetValue(Pretrain) ?? recipe.PretrainSteps,
            MeasureEvery = parsed.GetValue(Every) ?? recipe.MeasureEvery,
            Editor = editor with
            {
                Data = editor.Data with
                {
                    Scenes = parsed.GetValue(Scenes) ?? editor.Data.Scenes,
                    ClipPairs = parsed.GetValue(Clips) ?? editor.Data.ClipPairs,
                },
                Evaluation = (cases, editor.Evaluation.Seed),
            },
        };
    }

    private static ulong[] SeedsOf(string list)
    {
        string[] parts = list.Split(',', StringSplitOptions.TrimEntries);
        var seeds = parts.Where(part => ulong.TryParse(part, out _)).Select(ulong.Parse).Distinct().ToArray();
        return seeds.Length == parts.Length
            ? seeds
            : throw new UsageException($"--seeds must be different whole numbers with commas between, got '{list}'.");
    }

    private const string Notes = """
        Examples:
          ./mesh ablate --out runs/ablation
          ./mesh ablate --out runs/ablation --seeds 1,2,3 --scenes 400
          ./mesh ablate --recipe smoke --out runs/smoke --seeds 1

        Two arms start from the same weights, with the same frozen autoencoder and the same few pairs, and take
        equally many steps: one on the pairs alone, the other first on unpaired clips of one scene. Both are
        scored on the same held-out scenes as they go. Ctrl-C saves the state, --resume goes on.
        """;
}
