using System.Diagnostics.Metrics;
using Mesh.ServiceDefaults.Telemetry;
using Mesh.Stores.Artifacts;
using Mesh.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.ServiceDefaults.Tests.Telemetry;

public sealed class MeteredArtifactStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _bytes = new() { ["read"] = 0, ["write"] = 0 };
    private readonly MeteredArtifactStore _store;

    public MeteredArtifactStoreTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Name == MetricNames.TransferBytes)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => _bytes[(string)tags[0].Value!] += value);
        _listener.Start();
        _store = new MeteredArtifactStore(
            new DirectoryArtifactStore(_folder.At("artifacts")), new MeshInstruments(meters));
    }

    [Fact]
    public async Task Every_way_to_write_counts_its_bytes()
    {
        await WriteAsync("a", bytes: 100);
        var file = _folder.At("b");
        await File.WriteAllBytesAsync(file, new byte[30]);
        await _store.WriteFileAsync("b", file, replace: false);

        Assert.Equal(130, _bytes["write"]);
        Assert.Equal(0, _bytes["read"]);
    }

    [Fact]
    public async Task Every_way_to_read_counts_its_bytes()
    {
        await WriteAsync("a", bytes: 100);

        await using (var stream = await _store.OpenReadAsync("a", offset: 60))
            await stream.CopyToAsync(Stream.Null);
        Assert.Equal(40, _bytes["read"]);

        await _store.FetchAsync("a");
        Assert.Equal(140, _bytes["read"]);
    }

    [Fact]
    public async Task A_write_that_fails_counts_nothing()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => _store.WriteAsync(
            "a", (_, _) => throw new InvalidDataException("broken"), replace: false));

        Assert.Equal(0, _bytes["write"]);
        Assert.False(await _store.ExistsAsync("a"));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
        _folder.Dispose();
    }

    private Task WriteAsync(string key, int bytes) => _store.WriteAsync(
        key, (stream, token) => stream.WriteAsync(new byte[bytes], token).AsTask(), replace: false);
}
