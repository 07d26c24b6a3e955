using System.Security.Cryptography;
using Mesh.Models;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Training.Data;

/// <summary>
/// A sample as a safetensors file: source and target [C, T, h, w], text [L, channels], text_mask [L], text_pooled
/// [channels], and the SHA-256 of them all in the metadata.
/// </summary>
internal static class EncodedSample
{
    /// <summary>Name of its file in a shard, after the id.</summary>
    public const string FileName = "latents.safetensors";

    /// <summary>Beside the shards: the text tensors of the empty instruction.</summary>
    public const string EmptyName = "empty.safetensors";

    private const string Sum = "sha256";

    public static void Write(string path, TrainingSample sample) =>
        Write(path, [new("source", sample.Source), new("target", sample.Target), .. Parts(sample.Text)]);

    public static void Write(string path, TextCondition text) => Write(path, Parts(text));

    /// <exception cref="InvalidDataException">It is damaged; names shard and sample.</exception>
    public static TrainingSample Read(ShardSample sample, ShardFile place)
    {
        using var file = SafetensorsFile.OpenAt(sample.Shard, place.Start, place.Length);
        var tensors = Read(file, $"{sample.Shard}: {sample.Id}.{place.Name}", "source", "target");
        return new TrainingSample(tensors["source"], tensors["target"], Text(tensors));
    }

    /// <exception cref="InvalidDataException">It is damaged; names the file.</exception>
    public static TextCondition ReadText(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return Text(Read(file, path));
    }

    private static KeyValuePair<string, Tensor>[] Parts(TextCondition text) =>
        [new("text", text.Tokens[0]), new("text_mask", text.Mask[0]), new("text_pooled", text.Pooled[0])];

    private static TextCondition Text(Dictionary<string, Tensor> tensors) => new(
        tensors["text"].unsqueeze(0), tensors["text_mask"].unsqueeze(0), tensors["text_pooled"].unsqueeze(0));

    private static void Write(string path, KeyValuePair<string, Tensor>[] tensors)
    {
        using var scope = NewDisposeScope();
        var own = tensors.ToDictionary(pair => pair.Key, pair => pair.Value.detach().cpu().contiguous());
        SafetensorsWriter.Save(path, own, new Dictionary<string, string> { [Sum] = SumOf(own) });
    }

    private static Dictionary<string, Tensor> Read(SafetensorsFile file, string name, params string[] latents)
    {
        var tensors = new Dictionary<string, Tensor>();
        foreach (var part in (string[])[.. latents, "text", "text_mask", "text_pooled"])
        {
            if (!file.Entries.ContainsKey(part))
                throw new InvalidDataException($"{name} has no tensor {part}.");
            tensors[part] = file.Read(part);
        }
        if (file.Metadata.TryGetValue(Sum, out var expected) && SumOf(tensors) is var actual && actual != expected)
            throw new InvalidDataException($"{name} is damaged: its SHA-256 is {actual}, expected {expected}.");
        return tensors;
    }

    private static string SumOf(Dictionary<string, Tensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, tensor) in tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            hash.AppendData(tensor.bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
