using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Mesh.Models;
using Mesh.Tensors;
using Mesh.Training.Recipes;
using static TorchSharp.torch;

namespace Mesh.Training.Data;

/// <summary>
/// Encoded samples in WebDataset shards: "shards/480x768x77-00000.tar" holds samples of one size, each with a file
/// "ID.latents.safetensors" of the tensors source and target [C, T, h, w], text [L, channels], text_mask [L] and
/// text_pooled [channels]. "empty.safetensors" beside the shards has the three text tensors of the empty instruction.
/// </summary>
/// <remarks>Shards are read where they lie; of a sample only its place is kept in memory.</remarks>
public sealed class ShardedSamples : ISampleSource, IDisposable
{
    private const string Latents = ".latents.safetensors";

    private readonly List<(string Path, long Start, long Length)> _places = [];
    private readonly List<ClipBucket> _buckets = [];

    /// <param name="folder">Folder of the dataset.</param>
    /// <exception cref="InvalidDataException">No shards, no encoded samples, or a damaged shard.</exception>
    public ShardedSamples(string folder)
    {
        var shards = Path.Combine(folder, "shards");
        var paths = Directory.Exists(shards) ? Directory.GetFiles(shards, "*.tar") : [];
        if (paths.Length == 0)
            throw new InvalidDataException($"{folder} has no shards/*.tar: it is no dataset.");

        var names = new StringBuilder();
        foreach (var path in paths.Order(StringComparer.Ordinal))
            Index(path, names);
        if (_places.Count == 0)
            throw new InvalidDataException($"No sample in {shards} has a file *{Latents}: encode them first.");
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(names.ToString())));

        using var empty = SafetensorsFile.Open(Path.Combine(folder, "empty.safetensors"));
        NoInstruction = Text(empty);
        foreach (var part in (Tensor[])[NoInstruction.Tokens, NoInstruction.Mask, NoInstruction.Pooled])
            part.DetachFromDisposeScope();
    }

    public string Fingerprint { get; }

    public IReadOnlyList<ClipBucket> Buckets => _buckets;

    public TextCondition NoInstruction { get; }

    public TrainingSample Read(int sample)
    {
        var (path, start, length) = _places[sample];
        using var file = SafetensorsFile.OpenAt(path, start, length);
        return new TrainingSample(file.Read("source"), file.Read("target"), Text(file));
    }

    public void Dispose() => NoInstruction.Dispose();

    private void Index(string path, StringBuilder names)
    {
        var bucket = BucketOf(path);
        using var stream = File.OpenRead(path);
        using var tar = new TarReader(stream);
        try
        {
            while (tar.GetNextEntry() is { } entry)
            {
                if (!entry.Name.EndsWith(Latents, StringComparison.Ordinal))
                    continue;
                _places.Add((path, entry.DataOffset, entry.Length));
                _buckets.Add(bucket);
                names.Append(bucket).Append('/').Append(entry.Name).Append('\n');
            }
        }
        catch (Exception error) when (error is FormatException or EndOfStreamException or InvalidDataException)
        {
            throw new InvalidDataException($"{path} is damaged after {_places.Count} samples: {error.Message}", error);
        }
    }

    private static ClipBucket BucketOf(string path)
    {
        var name = Path.GetFileName(path);
        int[] sizes = [.. name.Split('-')[0].Split('x').Select(part => int.TryParse(part, out var size) ? size : 0)];
        return sizes is [> 0, > 0, > 0]
            ? new ClipBucket(sizes[0], sizes[1], sizes[2])
            : throw new InvalidDataException($"{path}: expected a name like 480x768x77-00000.tar, got {name}.");
    }

    private static TextCondition Text(SafetensorsFile file) => new(
        file.Read("text").unsqueeze(0), file.Read("text_mask").unsqueeze(0), file.Read("text_pooled").unsqueeze(0));
}
