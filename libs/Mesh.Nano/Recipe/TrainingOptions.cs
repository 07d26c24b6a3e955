using static TorchSharp.torch;

namespace Mesh.Nano.Recipe;

/// <summary>What differs between two runs of one recipe.</summary>
public sealed record TrainingOptions
{
    /// <summary>One-thread workers that average their gradients; batches are a multiple of it.</summary>
    public int Workers { get => OnGpu ? 1 : field; init; } = 1;

    /// <summary>Where the networks compute. With a GPU there is one worker, and all cores render.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>Length of the whole run; null is the recipe's own.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Goes on with what the output folder has; false starts anew.</summary>
    public bool Resume { get; init; }

    internal bool OnGpu => Device.type != TorchSharp.DeviceType.CPU;

    /// <summary>Threads that render films beside a worker.</summary>
    internal int RenderThreads => OnGpu ? Environment.ProcessorCount : 1;
}
