using System.Security.Cryptography;
using System.Text;
using Mesh.Distributed;
using Mesh.Distributed.Sharding;
using static TorchSharp.torch;

namespace Mesh.Training.Runs;

/// <summary>The weights of a run as one number, the same however they are sharded.</summary>
public static class WeightHash
{
    /// <summary>SHA-256 over names and float32 masters, in the order of the names; a collective.</summary>
    /// <returns>Lower-case hexadecimal, on every rank.</returns>
    public static string Of(ShardedWeights weights, MeshRank place)
    {
        using var scope = NewDisposeScope();
        var all = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var flat in weights.Trained)
        {
            var whole = empty([flat.ShardNumel * place.Shards.Size], ScalarType.Float32, flat.Shard.device);
            place.Shards.AllGather(whole, flat.Shard).Wait();
            foreach (var slot in flat.Slots)
                all[slot.Name] = whole.narrow(0, slot.Start, slot.Count).cpu();
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, weight) in all)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(weight.bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
