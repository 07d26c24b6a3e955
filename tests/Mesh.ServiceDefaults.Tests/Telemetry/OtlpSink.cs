using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mesh.ServiceDefaults.Tests.Telemetry;

/// <summary>A collector: takes OTLP over HTTP and keeps what it understood.</summary>
internal sealed class OtlpSink : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpSink(WebApplication app) => _app = app;

    public ConcurrentQueue<OtlpSpan> Spans { get; } = [];

    /// <summary>Names of metrics, as often as they came.</summary>
    public ConcurrentQueue<string> Metrics { get; } = [];

    /// <summary>Text and trace of each log record.</summary>
    public ConcurrentQueue<(string Text, string TraceId)> Logs { get; } = [];

    /// <summary>service.name of everything that came.</summary>
    public ConcurrentDictionary<string, bool> ServiceNames { get; } = [];

    public string Address => _app.Urls.Single();

    public static async Task<OtlpSink> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var sink = new OtlpSink(app);
        app.MapPost("/v1/{signal}", sink.TakeAsync);
        await app.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // The three signals nest alike: resources (1), their scopes (2), their records (2).
    private async Task TakeAsync(HttpContext context, string signal)
    {
        var message = new ProtoFields(await ByteString.FromStreamAsync(context.Request.Body));
        foreach (var resource in message.Messages(1))
        {
            foreach (var (key, value) in Attributes(resource.Messages(1).SelectMany(item => item.Messages(1))))
            {
                if (key == "service.name")
                    ServiceNames[value] = true;
            }

            foreach (var record in resource.Messages(2).SelectMany(scope => scope.Messages(2)))
                Take(signal, record);
        }
    }

    private void Take(string signal, ProtoFields record)
    {
        if (signal == "traces")
        {
            Spans.Enqueue(new(
                record.Text(5), record.Hex(1), record.Hex(2), record.Hex(4),
                Attributes(record.Messages(9)).ToDictionary(pair => pair.Key, pair => pair.Value)));
        }
        else if (signal == "metrics")
            Metrics.Enqueue(record.Text(1));
        else if (signal == "logs")
            Logs.Enqueue((record.Messages(5).Single().Text(1), record.Hex(9)));
    }

    private static IEnumerable<(string Key, string Value)> Attributes(IEnumerable<ProtoFields> pairs) =>
        from pair in pairs select (pair.Text(1), pair.Messages(2).SingleOrDefault()?.Text(1) ?? "");
}

/// <summary>A span as it was sent; ids in hex, an empty parent for a root.</summary>
internal sealed record OtlpSpan(
    string Name, string TraceId, string SpanId, string ParentId, IReadOnlyDictionary<string, string> Attributes);
