namespace Mesh.Stores.Jobs;

/// <summary>A tenant's part of the workers.</summary>
/// <param name="Weight">A tenant of weight 2 has twice as many edits on the bus as one of weight 1; above 0.</param>
/// <param name="MaxRunning">How many it may have there at most, or null.</param>
public sealed record DispatchShare(double Weight = 1, int? MaxRunning = null);
