namespace Mesh.Nano.Recipe;

/// <summary>What differs between two runs of one recipe.</summary>
public sealed record TrainingOptions
{
    /// <summary>One-thread workers that average their gradients; batches are a multiple of it.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Length of the whole run; null is the recipe's own.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Goes on with what the output folder has; false starts anew.</summary>
    public bool Resume { get; init; }
}
