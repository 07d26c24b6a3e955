using System.Diagnostics;
using Google.Protobuf;
using Grpc.Net.Client;
using Mesh.Contracts.Gateway.V1;
using Mesh.Dit;
using Mesh.Encoder;
using Mesh.Gateway;
using Mesh.ServiceDefaults.Hosting;
using Mesh.ServiceDefaults.Telemetry;
using Mesh.ServiceDefaults.Tests.Telemetry;
using Mesh.TestKit;
using Mesh.Vae;
using Client = Mesh.Contracts.Gateway.V1.Gateway.GatewayClient;

namespace Mesh.EndToEnd.Tests;

/// <summary>What a collector sees of an edit: the whole mesh in this process, and a real one behind OTLP.</summary>
[Collection(MeshCollection.Name)]
public sealed class TraceTests(MeshFixture mesh)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task One_trace_goes_from_the_callers_span_through_every_stage()
    {
        await using var sink = await OtlpSink.StartAsync();
        using var folder = new TemporaryFolder();

        var (edit, caller) = await RunAsync(sink, folder);

        Assert.Equal(EditState.Succeeded, edit.State);
        var spans = sink.Spans.Where(span => span.TraceId == caller.TraceId.ToHexString()).ToList();
        Assert.Empty(
            ((string[])
            [
                "dispatch edit", "stage encode", "stage vae-encode", "stage denoise", "stage vae-decode",
                "stage finish",
            ])
            .Except(spans.Select(span => span.Name)));
        AssertIsOneTree(spans, caller.SpanId.ToHexString());
        Assert.Empty(
            ((string[])
            [
                MetricNames.RequestDuration, MetricNames.Edits, MetricNames.QueueWait, MetricNames.StageTime,
                MetricNames.Steps, MetricNames.TransferBytes, MetricNames.WaitingRequests,
            ])
            .Except(sink.Metrics));
    }

    private async Task<(Edit Edit, Activity Caller)> RunAsync(OtlpSink sink, TemporaryFolder folder)
    {
        await using var host = MeshHost.Build(
            [
                $"--Mesh:Artifacts:Directory={folder.At("artifacts")}", $"--Mesh:Jobs:Sqlite={folder.At("jobs.db")}",
                $"--Mesh:Models:Folders:nano={Path.Combine(RepositoryRoot.Path, "models", "nano")}",
                $"--{MeshTelemetry.EndpointSetting}={sink.Address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            ],
            new GatewayService(), new EncoderService(), new VaeService(), new DitService());
        await host.StartAsync();
        using var channel = GrpcChannel.ForAddress(host.GrpcAddress);
        var client = new Client(channel);
        // Only now: what the host has started does not live in the caller's span, as it would not elsewhere.
        using var caller = new Activity("caller").SetParentId(
            ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded).Start();
        var edit = await SubmitAsync(client);
        caller.Stop();
        edit = await EndAsync(client, edit.Id);
        await host.StopAsync();
        return (edit, caller);
    }

    private async Task<Edit> SubmitAsync(Client gateway)
    {
        using var submit = gateway.SubmitEdit(deadline: DateTime.UtcNow + Patience);
        await submit.RequestStream.WriteAsync(new()
        {
            Options = new() { Instruction = "make the circle blue", Steps = 2 },
        });
        var film = await File.ReadAllBytesAsync(mesh.Films[0].Path);
        await submit.RequestStream.WriteAsync(new() { Video = ByteString.CopyFrom(film) });
        await submit.RequestStream.CompleteAsync();
        return await submit.ResponseAsync;
    }

    private static async Task<Edit> EndAsync(Client gateway, string id)
    {
        using var watch = gateway.WatchEdit(new() { Id = id }, deadline: DateTime.UtcNow + Patience);
        var edit = new Edit();
        while (await watch.ResponseStream.MoveNext(CancellationToken.None))
            edit = watch.ResponseStream.Current.Edit ?? edit;
        return edit;
    }

    /// <summary>Every span hangs on one that came, too, or on the caller's.</summary>
    private static void AssertIsOneTree(List<OtlpSpan> spans, string root)
    {
        var ids = spans.Select(span => span.SpanId).Append(root).ToHashSet();
        Assert.Empty(spans.Where(span => !ids.Contains(span.ParentId)).Select(span => span.Name));
    }
}
