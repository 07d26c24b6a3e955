using System.Globalization;
using System.Runtime.InteropServices;
using Mesh.Distributed;
using Mesh.Distributed.Sharding;
using static TorchSharp.torch;

namespace Mesh.Training.Runs;

/// <summary>The weights that are not trained as one number, the same however they are sharded.</summary>
internal static class FrozenSum
{
    /// <summary>Adds up the bits of all values; a collective. Padding is zeros and adds nothing.</summary>
    /// <returns>Hexadecimal, on every rank.</returns>
    public static string Of(ShardedWeights weights, MeshRank place)
    {
        var sum = 0UL;
        foreach (var flat in weights.All.Where(flat => !flat.IsTrained))
        {
            using var scope = NewDisposeScope();
            var shard = flat.Shard.cpu();
            unchecked
            {
                if (shard.ElementSize == sizeof(float))
                    foreach (var value in MemoryMarshal.Cast<byte, uint>(shard.bytes))
                        sum += value;
                else
                    foreach (var value in MemoryMarshal.Cast<byte, ushort>(shard.bytes))
                        sum += value;
            }
        }
        // Numbers go over ranks as float64, which holds 53 bits of an integer.
        var (low, high) = ((ulong)place.Shards.Sum((uint)sum), (ulong)place.Shards.Sum((uint)(sum >> 32)));
        return unchecked(low + (high << 32)).ToString("x16", CultureInfo.InvariantCulture);
    }
}
