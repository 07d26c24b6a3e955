using System.Numerics;
using Mesh.Nano;
using Mesh.Nano.Recipe;
using TorchSharp;

namespace Mesh.Cli.Train;

/// <summary>Trains by a recipe and tells how it goes.</summary>
internal static class TrainRun
{
    private const int MaxWorkers = 8;

    public static async Task<ExitCode> RunAsync(TrainOptions asked, CancellationToken cancellation)
    {
        var recipe = Find(asked.Recipe, asked.Device.type != DeviceType.CPU);
        recipe = recipe with
        {
            Seed = asked.Seed ?? recipe.Seed,
            Budget = asked.Steps is { } steps
                ? new NanoBudget.Steps(Vae: steps, Pretrain: steps, FineTune: steps)
                : recipe.Budget,
        };
        var options = new TrainingOptions
        {
            Device = asked.Device,
            Workers = asked.Workers ?? WorkersFor(Environment.ProcessorCount),
            Time = asked.Time,
            Resume = asked.Resume,
        };

        using var progress = new StepLine();
        var result = await NanoTraining.RunAsync(recipe, asked.Folder, options, progress, cancellation);
        progress.Dispose();

        Console.Out.WriteLine($"{result.Folder}: trained in {result.Time.TotalMinutes:0.0} min, "
            + $"{result.Report.Success.Rate:P1} of {result.Report.Cases} held-out edits succeed, "
            + $"autoencoder {result.Report.VaePsnr:0.0} dB");
        Console.Out.WriteLine($"try it: ./mesh edit samples/red-circle.mp4 \"recolour the red circle to blue\" "
            + $"-o out.mp4 --model {result.Folder}");
        return ExitCode.Done;
    }

    private static NanoRecipe Find(string name, bool onGpu)
    {
        try
        {
            return NanoRecipes.Find(name, onGpu);
        }
        catch (ArgumentException error)
        {
            throw new UsageException(error.Message);
        }
    }

    // Batches divide by powers of two.
    private static int WorkersFor(int cores) => Math.Min(MaxWorkers, 1 << BitOperations.Log2((uint)cores));
}
