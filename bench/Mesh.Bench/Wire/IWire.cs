namespace Mesh.Bench.Wire;

/// <summary>Something that carries calls and tensors between two ends on this machine.</summary>
internal interface IWire
{
    /// <summary>Small calls per second.</summary>
    /// <param name="calls">How many in all.</param>
    /// <param name="concurrency">How many at a time.</param>
    Task<double> CallsPerSecondAsync(int calls, int concurrency);

    /// <summary>Bytes per second of one tensor of <see cref="TensorServer.TensorBytes"/>.</summary>
    Task<double> BytesPerSecondAsync();
}
