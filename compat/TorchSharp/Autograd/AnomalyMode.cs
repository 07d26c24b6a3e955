namespace TorchSharp;

/// <summary>Anomaly detection from its construction until its disposal.</summary>
public class AnomalyMode : IDisposable
{
    private readonly int _before;

    public AnomalyMode(bool enabled, bool check_nan = true) =>
        _before = Native.x_anomaly(enabled ? 1 : 0, check_nan ? (byte)1 : (byte)0);

    public static bool IsEnabled => (Native.x_anomaly(-1, 0) & 1) != 0;

    public static bool ShouldCheckNaN => (Native.x_anomaly(-1, 0) & 2) != 0;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Native.x_anomaly(_before & 1, (byte)(_before >> 1));
    }
}
