using System.CommandLine;
using Mesh.Editing;
using Mesh.Weights.Conversion;
using Mesh.Weights.Kinds;
using Mesh.Weights.Lora;
using static TorchSharp.torch;

namespace Mesh.Cli.Models;

/// <summary>mesh models convert: from any weight file to safetensors.</summary>
internal static class ConvertCommand
{
    private static readonly Argument<string> Input = new("IN") { Description = "A file, an index or a folder." };

    private static readonly Argument<string> Output =
        new("OUT") { Description = "A .safetensors file, or a folder to write into." };

    private static readonly Option<string?> DType =
        Word("--dtype", "Precision: float32, float16 or bfloat16 (as it is).", "float32", "float16", "bfloat16");

    private static readonly Option<string?> Names =
        Word("--names", "Names of the tensors: published or diffusers (as they are).", "published", "diffusers");

    private static readonly Option<string?> Shard =
        new("--shard-size") { Description = "Split into files of this size at most: 5GB.", HelpName = "SIZE" };

    private static readonly Option<string?> Lora =
        new("--lora") { Description = "Fold an adapter into the weights.", HelpName = "FILE" };

    private static readonly Option<double?> Strength =
        Numbers.Option("--lora-strength", "Share of the adapter that is folded in (1).", -10.0, 10.0);

    private static readonly Option<string?> Layout = Word(
        "--layout", "How an adapter is written: peft, diffusers or original (diffusers).",
        "peft", "diffusers", "original");

    private static readonly Option<string?> Base =
        new("--base") { Description = "The network of an adapter that lacks sizes.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new ExampleCommand("convert", "Convert weights to safetensors.", Notes)
        {
            Input, Output, DType, Names, Shard, Lora, Strength, Layout, Base,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult((int)Run(parsed, cancellation)));
        return command;
    }

    private static ExitCode Run(ParseResult parsed, CancellationToken cancellation)
    {
        var options = new ConversionOptions
        {
            DType = Chosen<ScalarType>(parsed.GetValue(DType)),
            Names = Chosen<NameLayout>(parsed.GetValue(Names)),
            ShardBytes = parsed.GetValue(Shard) is { } size ? ByteText.Parse("--shard-size", size) : null,
            Lora = parsed.GetValue(Lora),
            LoraStrength = parsed.GetValue(Strength) ?? 1,
            LoraLayout = Chosen<LoraLayout>(parsed.GetValue(Layout)),
            LoraBase = parsed.GetValue(Base),
        };
        try
        {
            var files = WeightConverter.Convert(
                parsed.GetRequiredValue(Input), parsed.GetRequiredValue(Output), options, cancellation);
            foreach (var file in files)
                Console.Out.WriteLine($"{file}  {ByteText.Of(new FileInfo(file).Length)}");
            return ExitCode.Done;
        }
        catch (InvalidDataException error)
        {
            throw new ModelException(error.Message, error);
        }
    }

    private static T? Chosen<T>(string? word)
        where T : struct, Enum => word is null ? null : Enum.Parse<T>(word, ignoreCase: true);

    private static Option<string?> Word(string name, string description, params string[] words)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "WORD" };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    private const string Notes = """
        Examples:
          ./mesh models convert pytorch_model.pt vae.safetensors
          ./mesh models convert transformer.safetensors diffusers/ --names diffusers --shard-size 5GB
          ./mesh models convert shards/ merged.safetensors --lora style.safetensors --dtype bfloat16
          ./mesh models convert style.safetensors peft/ --layout peft

        Memory holds one tensor at a time. Pickles are read without running anything in them.
        """;
}
