using Mesh.Tensors;
using Mesh.Weights.Kinds;
using Mesh.Weights.Lora;
using static TorchSharp.torch;

namespace Mesh.Weights.Conversion;

/// <summary>From any file of weights to safetensors; memory holds one tensor at a time.</summary>
public static class WeightConverter
{
    private const string DefaultName = "model.safetensors";

    private static readonly ScalarType[] Floating =
        [ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16];

    /// <param name="input">A file, an index or a folder with one checkpoint.</param>
    /// <param name="output">A file, or a folder to write into.</param>
    /// <param name="options">What to change.</param>
    /// <param name="cancellation">Observed between tensors; leaves no partial file.</param>
    /// <returns>The files that were written.</returns>
    /// <exception cref="InvalidDataException">The input is not valid, or the wish does not fit it.</exception>
    /// <exception cref="FileNotFoundException">There is no checkpoint.</exception>
    public static IReadOnlyList<string> Convert(
        string input, string output, ConversionOptions options, CancellationToken cancellation = default)
    {
        using var ungraded = no_grad();
        using var source = Checkpoint.Open(LoraReader.FileOf(input));
        var names = WeightNames.Of(source.Entries);
        if (names.Kind == WeightKind.Lora)
            return LoraConverter.Convert(source.Path, output, options);
        if (options.LoraLayout is not null)
            throw new InvalidDataException($"{source.Path} is no adapter: there is no layout of one to write.");

        using var renaming = new Renaming(source, names);
        var tensors = renaming.To(options.Names);
        using var merge = Merge(options, source, names);
        if (merge is not null)
            tensors = tensors.Select(merge.Over);
        ConvertedTensor[] planned = [.. tensors.Select(tensor => Cast(tensor, options.DType))];
        merge?.RequireUsed();
        return ShardWriter.Write(FileOf(output, DefaultName), planned, options.ShardBytes, cancellation);
    }

    /// <summary>The file that an output means; its folder is made.</summary>
    internal static string FileOf(string output, string name)
    {
        var isFile = output.EndsWith(".safetensors", StringComparison.Ordinal);
        var path = isFile ? output : Path.Combine(output, name);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return path;
    }

    private static LoraMerge? Merge(ConversionOptions options, Checkpoint source, WeightNames names)
    {
        if (options.Lora is not { } lora)
            return null;
        var shapes = Inventory.Of(source.Entries, names);
        return new(
            lora, options.LoraStrength, names, options.Names ?? names.Layout,
            name => shapes.TryGetValue(name, out var shape) ? shape[0] : null);
    }

    private static ConvertedTensor Cast(ConvertedTensor tensor, ScalarType? dtype)
    {
        if (dtype is not { } wanted || wanted == tensor.Slot.DType || !Floating.Contains(tensor.Slot.DType))
            return tensor;
        return new(tensor.Slot with { DType = wanted }, () =>
        {
            using var made = tensor.Make();
            return made.to(wanted);
        });
    }
}
