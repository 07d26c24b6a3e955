using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Grpc.Core;
using Mesh.Contracts.Curation.V1;
using Mesh.Curation.Tests.Films;
using Mesh.ServiceDefaults.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Curation.Tests.Service;

public sealed class CurationMetricsTests(SmallFilms films) : IClassFixture<SmallFilms>
{
    private readonly ConcurrentDictionary<string, double> _sums = new();

    [Fact]
    public async Task A_worker_tells_what_it_kept_what_it_dropped_and_why_and_how_long_each_operator_took()
    {
        await using var worker = await RunningWorker.StartAsync(Path.GetDirectoryName(films.Paths[0])!);
        using var listener = Listen(worker.Services.GetRequiredService<IMeterFactory>());
        var request = new SubmitRequest
        {
            Recipe = """
                name: tiny
                task: clips
                sources: { min-side: 64, min-seconds: 0.5 }
                scenes: { min-seconds: 0.8 }
                motion: { min-travel: 0.004 }
                clips:
                  buckets: [{ height: 64, width: 96, frames: 9 }]
                  preset: ultrafast
                """,
        };
        request.Sources.AddRange(films.Paths.Select(path => Path.GetFileName(path)));
        var job = await worker.Calls.SubmitAsync(request);
        using var watch = worker.Calls.Watch(new() { Id = job.Id });
        await foreach (var news in watch.ResponseStream.ReadAllAsync())
            job = news;

        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal(job.Samples, _sums[$"{MetricNames.CurationSamples} kept"]);
        Assert.Equal(1, _sums[$"{MetricNames.CurationDrops} motion hardly moves"]);
        Assert.True(_sums[$"{MetricNames.CurationDrops} duplicates near duplicate"] >= 1);
        Assert.Equal(1, _sums[$"{MetricNames.CurationDrops} probe unreadable"]);
        Assert.Equal(0, _sums[$"{MetricNames.CurationRunning} look"]);
        Assert.Equal(0, _sums[$"{MetricNames.CurationRunning} make"]);
        foreach (var name in (string[])[Operators.Probe, Operators.Scenes, Operators.Motion, Operators.Clips])
            Assert.True(_sums[$"{MetricNames.CurationTime} {name}"] > 0, name);
    }

    // Sums by name and attribute values.
    private MeterListener Listen(IMeterFactory meters)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Name.Contains("curation", StringComparison.Ordinal))
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        return listener;
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}";
        _sums.AddOrUpdate(key, value, (_, sum) => sum + value);
    }
}
