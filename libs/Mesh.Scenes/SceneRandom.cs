using System.Numerics;

namespace Mesh.Scenes;

/// <summary>Random numbers that are the same on every machine and version of .NET.</summary>
/// <remarks>xoshiro256** seeded by splitmix64: Blackman and Vigna 2021, arXiv:1805.01407.</remarks>
public sealed class SceneRandom
{
    private readonly ulong[] _state = new ulong[4];

    /// <param name="seed">Any number.</param>
    /// <param name="stream">Streams of one seed are independent of each other.</param>
    public SceneRandom(ulong seed, ulong stream = 0)
    {
        var mixed = stream;
        var mix = seed + SplitMix(ref mixed);
        for (var i = 0; i < 4; i++)
            _state[i] = SplitMix(ref mix);
    }

    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_state[1] * 5, 7) * 9;
        var shifted = _state[1] << 17;
        _state[2] ^= _state[0];
        _state[3] ^= _state[1];
        _state[1] ^= _state[2];
        _state[0] ^= _state[3];
        _state[2] ^= shifted;
        _state[3] = BitOperations.RotateLeft(_state[3], 45);
        return result;
    }

    /// <summary>Uniform in [low, high).</summary>
    public double Between(double low, double high) => low + (high - low) * (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 .. count - 1.</summary>
    public int Below(int count) => (int)Math.BigMul(NextUInt64(), (ulong)count, out _);

    /// <summary>One of the items, each as likely.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>True with probability <paramref name="probability"/>.</summary>
    public bool Chance(double probability) => Between(0, 1) < probability;

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
