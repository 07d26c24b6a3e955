using System.Diagnostics;
using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;

namespace Mesh.ServiceDefaults.Tests.Telemetry;

public sealed class MeshTelemetryTests
{
    private readonly Guid _edit = Guid.NewGuid();

    [Fact]
    public async Task Traces_metrics_and_logs_reach_the_configured_collector()
    {
        await using var sink = await OtlpSink.StartAsync();

        await RunAsync(sink, host =>
        {
            var instruments = host.Services.GetRequiredService<MeshInstruments>();
            using var run = instruments.StartStage(EditStageName.VaeEncode, _edit, model: null);
            host.Services.GetRequiredService<ILogger<MeshTelemetryTests>>().LogWarning("encoding {Frames}", 17);
            run.Outcome = StageOutcome.Succeeded;
        });

        var span = OfEdit(sink, "stage vae-encode");
        Assert.Equal("succeeded", span.Attributes[MetricTags.Outcome]);
        Assert.Contains(MetricNames.StageTime, sink.Metrics);
        Assert.Contains(("encoding 17", span.TraceId), sink.Logs);
        Assert.Equal(["vae"], sink.ServiceNames.Keys);
    }

    [Fact]
    public async Task Every_metric_of_ours_reaches_the_collector_under_its_name()
    {
        await using var sink = await OtlpSink.StartAsync();

        await RunAsync(sink, host =>
        {
            var instruments = host.Services.GetRequiredService<MeshInstruments>();
            instruments.ObserveGpuMemory(() => [new("gpu:0", 1, 2)]);
            instruments.ObserveWaiting(() => [new(EditPriority.Batch, 3)]);
            instruments.Waited(EditStageName.Denoise, EditPriority.Standard, TimeSpan.FromSeconds(1));
            instruments.StartStage(EditStageName.Denoise, _edit, "nano").Dispose();
            instruments.Retried(EditStageName.Denoise);
            instruments.Stepped("nano", TimeSpan.FromSeconds(1), batch: 2);
            instruments.Transferred(write: true, 7, TimeSpan.FromSeconds(1));
            instruments.CancellationRequested();
            instruments.EditEnded("succeeded", EditPriority.Standard, "nano", TimeSpan.FromSeconds(1));
            instruments.Curation.Worked("motion", TimeSpan.FromSeconds(1));
            instruments.Curation.Sampled(kept: true);
            instruments.Curation.Dropped("motion", "too still");
            instruments.Curation.Run("look").Dispose();
            instruments.Training.Stepped(isSkipped: false, loss: 0.5, gradNorm: 1);
            instruments.Training.Worked(tokens: 3, operations: 4);
            instruments.Training.Spent("data", 1);
            instruments.Training.Holds(5);
        });

        var names = typeof(MetricNames).GetFields().Select(field => (string)field.GetRawConstantValue()!);
        Assert.Empty(names.Except(sink.Metrics));
    }

    [Fact]
    public async Task A_deployment_may_rename_the_service()
    {
        await using var sink = await OtlpSink.StartAsync();

        await RunAsync(
            sink,
            host => host.Services.GetRequiredService<MeshInstruments>().CancellationRequested(),
            ("OTEL_SERVICE_NAME", "vae-of-team-a"));

        Assert.Equal(["vae-of-team-a"], sink.ServiceNames.Keys);
    }

    [Fact]
    public async Task An_edit_that_waited_goes_on_in_the_trace_of_its_caller()
    {
        await using var sink = await OtlpSink.StartAsync();
        const string Caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        await RunAsync(sink, host =>
        {
            string? kept;
            using (new Activity("call").SetParentId(Caller).Start())
                kept = EditTrace.Current;
            using (EditTrace.Resume(kept, "dispatch edit", _edit))
            {
                var instruments = host.Services.GetRequiredService<MeshInstruments>();
                instruments.StartStage(EditStageName.Denoise, _edit, "nano").Dispose();
            }
        });

        var dispatch = OfEdit(sink, "dispatch edit");
        var stage = OfEdit(sink, "stage denoise");
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", dispatch.TraceId);
        Assert.Equal(dispatch.TraceId, stage.TraceId);
        Assert.Equal(dispatch.SpanId, stage.ParentId);
    }

    [Fact]
    public async Task Calls_are_traced_and_probes_are_not()
    {
        await using var sink = await OtlpSink.StartAsync();

        await RunAsync(sink, async host =>
        {
            using var client = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };
            await client.GetStringAsync(new Uri("/healthz", UriKind.Relative));
            await client.GetStringAsync(new Uri("/v1/videos", UriKind.Relative));
        });

        Assert.Contains(sink.Spans, span => span.Name == "GET /v1/videos");
        Assert.Contains(sink.Spans, span => span.Attributes.GetValueOrDefault("url.path") == "/v1/videos");
        Assert.DoesNotContain(sink.Spans, span => span.Attributes.GetValueOrDefault("url.path") == "/healthz");
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_is_recorded()
    {
        var builder = Host.CreateApplicationBuilder();
        MeshTelemetry.Add(builder, "vae");
        using var host = builder.Build();
        await host.StartAsync();

        Assert.Null(host.Services.GetService<TracerProvider>());
        host.Services.GetRequiredService<MeshInstruments>().CancellationRequested();

        await host.StopAsync();
    }

    // Listeners hear the whole process: tests that run beside this one send spans here, too.
    private OtlpSpan OfEdit(OtlpSink sink, string name) => Assert.Single(
        sink.Spans,
        span => span.Name == name && span.Attributes.GetValueOrDefault(MetricTags.EditId) == _edit.ToString("N"));

    private static Task RunAsync(
        OtlpSink sink, Action<WebApplication> work, params (string Key, string Value)[] settings) => RunAsync(
            sink,
            host =>
            {
                work(host);
                return Task.CompletedTask;
            },
            settings);

    private static async Task RunAsync(
        OtlpSink sink, Func<WebApplication, Task> work, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
            settings.Append((MeshTelemetry.EndpointSetting, sink.Address))
                .Append(("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"))
                .Select(pair => new KeyValuePair<string, string?>(pair.Item1, pair.Item2)));
        MeshTelemetry.Add(builder, "vae");
        await using var app = builder.Build();
        app.MapGet("/healthz", () => "ok");
        app.MapGet("/v1/videos", () => "none");
        await app.StartAsync();
        await work(app);
        await app.StopAsync();
    }
}
