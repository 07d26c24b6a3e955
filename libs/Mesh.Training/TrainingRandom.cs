using System.Text;
using static TorchSharp.torch;

namespace Mesh.Training;

/// <summary>Seeds that follow from where a run is, so that a resumed run draws the same numbers.</summary>
public static class TrainingRandom
{
    /// <summary>A seed that differs in every (seed, stage, step, item).</summary>
    /// <param name="seed">Of the run.</param>
    /// <param name="stage">What is drawn, for example the name of a stage.</param>
    /// <param name="step">When.</param>
    /// <param name="item">For whom: a rank, or a sample.</param>
    /// <remarks>FNV-1a over the name, splitmix64 over the numbers.</remarks>
    public static ulong Seed(ulong seed, string stage, long step, long item)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in Encoding.UTF8.GetBytes(stage))
            hash = (hash ^ letter) * 1099511628211UL;
        return Mix(Mix(Mix(seed ^ hash) + (ulong)step) + (ulong)item);
    }

    /// <summary>The generator of one rank at one step, on the device it draws for.</summary>
    public static Generator At(ulong seed, string stage, long step, int rank, Device? device = null) =>
        new(Seed(seed, stage, step, rank), device ?? CPU);

    internal static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
