using System.Globalization;
using Mesh.Weights.Inspection;
using Mesh.Weights.Kinds;

namespace Mesh.Cli.Models;

/// <summary>An inspection in words.</summary>
internal static class InspectionText
{
    private const int FitsShown = 3;

    public static void Print(WeightInspection inspection)
    {
        var culture = CultureInfo.InvariantCulture;
        var types = string.Join(", ", inspection.DTypes.Select(pair => $"{pair.Value} {pair.Key}"));
        Console.Out.WriteLine(inspection.Path);
        Console.Out.WriteLine($"  {Words(inspection.Kind)}{Layout(inspection)}");
        Console.Out.WriteLine(string.Create(
            culture, $"  {inspection.Tensors} tensors ({types}), {inspection.Parameters:N0} parameters, ")
            + ByteText.Of(inspection.Bytes));
        if (inspection.Rank is { } rank)
            Console.Out.WriteLine($"  rank {rank}");
        foreach (var fit in inspection.Fits.Take(FitsShown))
            Console.Out.WriteLine($"  as {fit.Preset}: {fit}");
    }

    private static string Layout(WeightInspection inspection) =>
        inspection.Layout == NameLayout.Diffusers ? ", names of diffusers" : "";

    private static string Words(WeightKind kind) => kind switch
    {
        WeightKind.HunyuanTransformer => "MM-DiT transformer (HunyuanVideo, ICVE)",
        WeightKind.HunyuanVae => "causal video autoencoder (HunyuanVideo)",
        WeightKind.WanTransformer => "transformer of Wan or VACE",
        WeightKind.WanVae => "video autoencoder of Wan",
        WeightKind.Llama => "LLaMA language model",
        WeightKind.Llava => "LLaVA: language model, image encoder, projector",
        WeightKind.Clip => "CLIP, text and image",
        WeightKind.ClipText => "CLIP, text",
        WeightKind.Umt5 => "UMT5 text encoder",
        WeightKind.Lora => "LoRA adapter",
        _ => "a network that is not known here",
    };
}
