namespace Mesh.Distributed;

/// <summary>A collective that was over when it was called.</summary>
internal sealed class FinishedWork : IWork
{
    public static FinishedWork Instance { get; } = new();

    public void Wait()
    {
    }
}
