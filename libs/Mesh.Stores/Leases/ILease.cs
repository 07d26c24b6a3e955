namespace Mesh.Stores.Leases;

/// <summary>A name that is held until it is disposed of; renews itself.</summary>
public interface ILease : IAsyncDisposable
{
    string Name { get; }

    /// <summary>
    /// Fires before anybody else can have the name: it was taken away, or could not be renewed in time. What the
    /// lease guards must stop then.
    /// </summary>
    CancellationToken Lost { get; }
}
