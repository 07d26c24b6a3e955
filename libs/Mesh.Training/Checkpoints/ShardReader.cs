using System.Globalization;
using Mesh.Tensors;
using Mesh.Training.Sharded;
using static TorchSharp.torch;

namespace Mesh.Training.Checkpoints;

/// <summary>Puts saved runs of values where they belong now: the shards need not be those of the save.</summary>
internal sealed class ShardReader : IDisposable
{
    private readonly List<SafetensorsFile> _files = [];
    private readonly Dictionary<string, List<(SafetensorsFile File, long Start, long Count)>> _runs = [];

    /// <param name="paths">Every shard of a checkpoint.</param>
    public ShardReader(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            var file = SafetensorsFile.Open(path);
            _files.Add(file);
            foreach (var (name, entry) in file.Entries)
            {
                var start = long.Parse(file.Metadata[name[(name.IndexOf('/') + 1)..]], CultureInfo.InvariantCulture);
                if (!_runs.TryGetValue(name, out var runs))
                    _runs[name] = runs = [];
                runs.Add((file, start, entry.Shape[0]));
            }
        }
    }

    /// <summary>Fills this rank's part of every state.</summary>
    /// <exception cref="InvalidDataException">A value that is needed is in no shard.</exception>
    public void Fill(ShardedAdamW optimizer)
    {
        using var frozen = no_grad();
        foreach (var (kind, weights, shard) in optimizer.State)
        {
            foreach (var slot in weights.Slots)
                Fill($"{kind}/{slot.Name}", shard, slot.Within(weights.ShardStart, weights.ShardNumel));
        }
    }

    /// <summary>The whole of one state of one weight.</summary>
    /// <returns>[number of values], owned by the caller.</returns>
    public Tensor Whole(string kind, string weight, long count)
    {
        var whole = empty([count]);
        Fill($"{kind}/{weight}", whole, (0, 0, count));
        return whole;
    }

    public bool Has(string kind, string weight) => _runs.ContainsKey($"{kind}/{weight}");

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }

    private void Fill(string name, Tensor destination, (long InWeight, long InRun, long Count) wanted)
    {
        var missing = wanted.Count;
        foreach (var run in _runs.GetValueOrDefault(name, []))
        {
            var from = Math.Max(run.Start, wanted.InWeight);
            var count = Math.Min(run.Start + run.Count, wanted.InWeight + wanted.Count) - from;
            if (count <= 0)
                continue;
            using var part = destination.narrow(0, wanted.InRun + from - wanted.InWeight, count);
            run.File.ReadRun(name, from - run.Start, part);
            missing -= count;
        }
        if (missing != 0)
            throw new InvalidDataException($"'{name}' lacks {missing} of {wanted.Count} values in "
                + $"{string.Join(", ", _files.Select(file => file.Path))}: the checkpoint is of another network.");
    }
}
