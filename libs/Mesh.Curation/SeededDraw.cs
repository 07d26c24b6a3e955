using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mesh.Curation;

/// <summary>
/// Random numbers that depend on what they are for and on nothing else: not on the order of the work, the machine or
/// the version of .NET.
/// </summary>
/// <remarks>splitmix64: Steele, Lea and Flood 2014.</remarks>
internal sealed class SeededDraw
{
    private ulong _state;

    /// <param name="seed">Of the recipe.</param>
    /// <param name="purpose">What the numbers are for, for example the content hash of a film.</param>
    public SeededDraw(ulong seed, params IReadOnlyList<string> purpose)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{string.Join('\n', purpose)}"));
        _state = BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    /// <summary>Uniform in 0 .. count - 1.</summary>
    public int Below(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    private ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
