using System.Globalization;

namespace Mesh.Training.Checkpoints;

/// <summary>Names of the parts of a checkpoint.</summary>
internal static class CheckpointKeys
{
    private const string Prefix = "step-";

    public static string Folder(int step) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:00000000}");

    public static string Manifest(int step) => $"{Folder(step)}/manifest.json";

    public static string Shard(int step, int shard, int shards) =>
        string.Create(
            CultureInfo.InvariantCulture, $"{Folder(step)}/shard-{shard:00000}-of-{shards:00000}.safetensors");

    /// <summary>Says that a shard is there, with its size and checksum.</summary>
    public static string Done(int step, int shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{Folder(step)}/shard-{shard:00000}.json");

    /// <summary>The step of a key; null when it is of no checkpoint.</summary>
    public static int? StepOf(string key) =>
        key.StartsWith(Prefix, StringComparison.Ordinal)
        && int.TryParse(key[Prefix.Length..].Split('/')[0], CultureInfo.InvariantCulture, out var step) ? step : null;
}
