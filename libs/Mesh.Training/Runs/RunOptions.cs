using Mesh.Stores.Artifacts;
using static TorchSharp.torch;

namespace Mesh.Training.Runs;

/// <summary>How a recipe is run, beside what it says itself.</summary>
/// <param name="Store">Where checkpoints go.</param>
/// <param name="Scratch">Local folder for temporaries.</param>
public sealed record RunOptions(IArtifactStore Store, string Scratch)
{
    /// <summary>Go on from the newest checkpoint; without it, a store that has one is refused.</summary>
    public bool Resume { get; init; }

    /// <summary>Published weights to start from, a file or a folder; null starts from random ones.</summary>
    public string? StartFrom { get; init; }

    public Device Device { get; init; } = CPU;

    /// <summary>Operations a second that a device can do; null where nobody knows.</summary>
    public double? PeakFlops { get; init; }

    /// <summary>How many of the newest checkpoints are kept.</summary>
    public int Keep { get; init; } = 3;

    /// <summary>Asks for a checkpoint after the current step; one rank's true is enough.</summary>
    public Func<bool>? SaveRequested { get; init; }

    /// <summary>Told of every step, on rank 0.</summary>
    public Action<RunStep>? Stepped { get; init; }

    /// <summary>Told of every complete checkpoint by its step, on rank 0 and another thread.</summary>
    public Action<int>? Saved { get; init; }

    /// <summary>Told of what a person should know, on every rank where it happens.</summary>
    public Action<string>? Noted { get; init; }
}
