using System.Security.Cryptography;
using System.Text;
using Mesh.Models;
using Mesh.Training.Latents;
using Mesh.Training.Recipes;
using static TorchSharp.torch;

namespace Mesh.Training.Data;

/// <summary>The samples of a dataset: encoded ones, and clips that are encoded when they are read.</summary>
/// <remarks>
/// Shards are read where they lie; of a sample only its place is kept in memory. Clips and what was encoded of them
/// have the same numbers, so that a run may go on with the other.
/// </remarks>
public sealed class ShardedSamples : ISampleSource, IDisposable
{
    private readonly List<ShardSample> _samples = [];
    private readonly SampleEncoder? _encoder;

    /// <param name="folder">Of the dataset.</param>
    /// <param name="encoder">Encodes clips, and is owned; null takes only what was encoded before.</param>
    /// <exception cref="InvalidDataException">No shards, a damaged one, or clips and no encoder.</exception>
    public ShardedSamples(string folder, SampleEncoder? encoder = null)
    {
        _encoder = encoder;
        if (DatasetEncoding.IsUnfinished(folder))
            throw new InvalidDataException($"The latents in {folder} are not complete: run mesh encode again.");
        foreach (var shard in ShardFolder.Shards(folder))
            _samples.AddRange(ShardFolder.Samples(shard));
        if (encoder is null && _samples.Find(sample => Encoded(sample) is null) is { } clips)
        {
            throw new InvalidDataException($"{clips.Shard}: {clips.Id} has no {EncodedSample.FileName}; encode the "
                + $"dataset (mesh encode {folder}), or name a model that encodes it while it trains (--model DIR).");
        }
        Buckets = [.. _samples.Select(sample => sample.Bucket)];
        var names = string.Concat(_samples.Select(sample => $"{sample.Bucket}/{sample.Id}\n"));
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(names)));
        NoInstruction = Empty(Path.Combine(folder, EncodedSample.EmptyName));
        foreach (var part in (Tensor[])[NoInstruction.Tokens, NoInstruction.Mask, NoInstruction.Pooled])
            part.DetachFromDisposeScope();
    }

    public string Fingerprint { get; }

    public IReadOnlyList<ClipBucket> Buckets { get; }

    public TextCondition NoInstruction { get; }

    /// <exception cref="InvalidDataException">The sample is damaged, or is no pair of clips; names it.</exception>
    public TrainingSample Read(int sample)
    {
        var place = _samples[sample];
        return Encoded(place) is { } file ? EncodedSample.Read(place, file) : _encoder!.Encode(place);
    }

    public void Dispose()
    {
        NoInstruction.Dispose();
        _encoder?.Dispose();
    }

    private TextCondition Empty(string path)
    {
        if (File.Exists(path))
            return EncodedSample.ReadText(path);
        return _encoder?.EncodeText("")
            ?? throw new InvalidDataException($"{path} is missing: encode the dataset again (mesh encode).");
    }

    private static ShardFile? Encoded(ShardSample sample) => sample.Find(EncodedSample.FileName);
}
