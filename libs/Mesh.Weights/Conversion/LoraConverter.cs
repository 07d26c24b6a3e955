using Mesh.Models.Names;
using Mesh.Tensors;
using Mesh.Weights.Kinds;
using Mesh.Weights.Lora;

namespace Mesh.Weights.Conversion;

/// <summary>Adapters from one layout to another.</summary>
internal static class LoraConverter
{
    // Layers that only HunyuanVideo's transformer has, in either layout.
    private static readonly string[] HunyuanMarks =
        ["double_blocks.", "single_blocks.", "transformer_blocks.", "txt_in."];

    // Layers whose input is a token of the hidden size.
    private static readonly string[] HiddenInputs = ["attn_qkv", "to_q", "to_k", "to_v", "add_q_proj", "linear1"];

    public static IReadOnlyList<string> Convert(string input, string output, ConversionOptions options)
    {
        if (options.DType is not null || options.ShardBytes is not null || options.Lora is not null)
            throw new InvalidDataException($"{input} is an adapter: only its layout can be converted.");
        var layout = options.LoraLayout ?? LoraLayout.Diffusers;
        var map = MapOf(input);
        using var weights = LoraReader.Read(input, map, RowsOf(options.LoraBase));
        var named = options.Names == NameLayout.Published ? null : map;
        var path = WeightConverter.FileOf(
            output, layout == LoraLayout.Diffusers ? "pytorch_lora_weights.safetensors" : "adapter_model.safetensors");
        LoraWriter.Write(path, weights, layout, named);
        return [path];
    }

    private static NameMap MapOf(string input)
    {
        using var checkpoint = Checkpoint.Open(input);
        var isHunyuan = checkpoint.Names.Any(name =>
            HunyuanMarks.Any(mark => name.Contains(mark, StringComparison.Ordinal)));
        if (!isHunyuan)
            return WanNames.Map;

        var inputs = checkpoint.Entries.Where(pair => LoraNames.Parse(pair.Key) is (var layer, LoraPart.Down)
            && HiddenInputs.Any(end => layer.EndsWith(end, StringComparison.Ordinal)));
        return MmDitNames.Map(inputs.Select(pair => pair.Value.Shape[1]).FirstOrDefault());
    }

    private static Func<string, long?>? RowsOf(string? path)
    {
        if (path is null)
            return null;
        using var checkpoint = Checkpoint.Open(path);
        var shapes = Inventory.Of(checkpoint.Entries, WeightNames.Of(checkpoint.Entries));
        return name => shapes.TryGetValue(name, out var shape) ? shape[0] : null;
    }
}
