using System.CommandLine;
using Mesh.Cli.Train;
using Mesh.Editing;
using Mesh.Training;
using Mesh.Training.Latents;

namespace Mesh.Cli.Encode;

/// <summary>mesh encode: clips and instructions of a dataset to latents and text states.</summary>
internal static class EncodeCommand
{
    private static readonly Argument<string> Dataset =
        new("DATASET") { Description = "Folder of a dataset, from mesh curate." };

    private static readonly Option<string> Model = ModelOption.Create();

    private static readonly Option<string> Output =
        new("--output", "-o") { Description = "Folder of the latents.", HelpName = "DIR", Required = true };

    private static readonly Option<int?> Workers =
        Numbers.Option("--workers", "Shards at a time (one for each core, one on a GPU).", 1, 256);

    private static readonly Option<string?> Device = new("--device")
    {
        Description = "cpu or cuda (cuda where libtorch finds a GPU).",
        HelpName = "NAME",
    };

    public static Command Create()
    {
        var command = new ExampleCommand("encode", "Encode a training set once, for many runs.", Notes)
        {
            Dataset, Model, Output, Workers, Device,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var device = TrainingDevice.Of(parsed.GetValue(Device));
        var output = parsed.GetRequiredValue(Output);
        var cores = device.type == TorchSharp.DeviceType.CPU ? Environment.ProcessorCount : 1;
        var model = ModelFolder.Load(Home.Model(parsed.GetRequiredValue(Model)), device, parts: SampleEncoder.Parts);
        using var encoding = new DatasetEncoding(
            parsed.GetRequiredValue(Dataset), output, model, parsed.GetValue(Workers) ?? cores);
        int samples;
        using (var progress = new StepLine())
            samples = await encoding.RunAsync(progress, cancellation);
        Console.Out.WriteLine($"{output}: {samples} samples; train on them with --data {output}");
        return (int)ExitCode.Done;
    }

    private const string Notes = """
        The autoencoder and the text encoder of the model make latents and text states of every sample: shards of the
        same names, which mesh train reads. A shard appears whole: after Ctrl-C or a crash run the same command. The
        same dataset and weights give the same bytes, whatever --workers says; sha256sums is written last.

        Examples:
          ./mesh encode dataset --model hunyuan -o latents
          ./mesh train --recipe icve-pretrain --data latents --init hunyuan/ --out runs/a --nproc 8
        """;
}
