using System.Diagnostics.Metrics;
using System.Globalization;
using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.ServiceDefaults.Tests.Telemetry;

public sealed class MeshInstrumentsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly List<string> _seen = [];
    private readonly MeshInstruments _instruments;

    public MeshInstrumentsTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _instruments = new MeshInstruments(meters);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    [Fact]
    public void The_end_of_an_edit_counts_once_with_its_time()
    {
        _instruments.EditEnded("succeeded", EditPriority.Interactive, model: "", TimeSpan.FromSeconds(2.5));

        Assert.Equal(
            [
                "mesh.edits 1 {edit} gen_ai.request.model=default mesh.edit.state=succeeded mesh.priority=interactive",
                "gen_ai.server.request.duration 2.5 s gen_ai.operation.name=edit_video gen_ai.request.model=default "
                + "mesh.edit.state=succeeded mesh.priority=interactive",
            ],
            _seen);
    }

    [Fact]
    public void A_stage_is_under_way_until_its_run_is_disposed_once()
    {
        var run = _instruments.StartStage(EditStageName.VaeDecode, Guid.NewGuid(), "nano");
        Assert.Equal(["mesh.stage_running_requests 1 {edit} gen_ai.request.model=nano mesh.stage=vae-decode"], _seen);

        _seen.Clear();
        run.Outcome = StageOutcome.Cancelled;
        run.Dispose();
        run.Dispose();

        Assert.Equal("mesh.stage_running_requests -1 {edit} gen_ai.request.model=nano mesh.stage=vae-decode", _seen[0]);
        Assert.StartsWith("mesh.stage_gen_time ", _seen[1], StringComparison.Ordinal);
        Assert.EndsWith("mesh.outcome=cancelled mesh.stage=vae-decode", _seen[1], StringComparison.Ordinal);
        Assert.Equal(2, _seen.Count);
    }

    [Fact]
    public void A_run_that_nobody_judged_has_faulted()
    {
        _instruments.StartStage(EditStageName.Encode, Guid.NewGuid(), "nano").Dispose();

        Assert.Contains("mesh.outcome=faulted", _seen[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_that_is_ahead_gives_no_negative_wait()
    {
        _instruments.Waited(EditStageName.Denoise, EditPriority.Batch, TimeSpan.FromSeconds(-1));

        Assert.Equal(["mesh.request_queue_wait 0 s mesh.priority=batch mesh.stage=denoise"], _seen);
    }

    [Fact]
    public void Steps_carry_their_time_and_batch()
    {
        _instruments.Stepped("nano", TimeSpan.FromSeconds(0.25), batch: 2);

        Assert.Equal(
            [
                "mesh.diffusion_steps 1 {step} gen_ai.request.model=nano",
                "mesh.diffusion_exec 0.25 s gen_ai.request.model=nano",
                "mesh.diffusion_batch_size 2 {clip} gen_ai.request.model=nano",
            ],
            _seen);
    }

    [Fact]
    public void Transfers_retries_and_cancellations_are_counted()
    {
        _instruments.Transferred(write: true, bytes: 4096, TimeSpan.FromSeconds(0.5));
        _instruments.Retried(EditStageName.Denoise);
        _instruments.CancellationRequested();

        Assert.Equal(
            [
                "mesh.transfer 4096 By mesh.direction=write",
                "mesh.transfer_time 0.5 s mesh.direction=write",
                "mesh.stage_retries 1 {attempt} mesh.stage=denoise",
                "mesh.edit_cancellations 1 {edit} ",
            ],
            _seen);
    }

    [Fact]
    public void Gauges_are_read_when_somebody_looks()
    {
        _instruments.ObserveGpuMemory(() => [new GpuMemory("gpu:0", UsedBytes: 10, TotalBytes: 30)]);
        _instruments.ObserveWaiting(() => [new(EditPriority.Standard, 7)]);
        Assert.Empty(_seen);

        _listener.RecordObservableInstruments();

        Assert.Equal(
            [
                "mesh.gpu_memory 10 By mesh.device=gpu:0 mesh.memory.kind=used",
                "mesh.gpu_memory 30 By mesh.device=gpu:0 mesh.memory.kind=total",
                "mesh.waiting_requests 7 {edit} mesh.priority=standard",
            ],
            _seen);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    private void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct, IFormattable
    {
        var sorted = tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal)
            .Select(tag => $"{tag.Key}={tag.Value}");
        _seen.Add(
            $"{instrument.Name} {value.ToString(null, CultureInfo.InvariantCulture)} {instrument.Unit} "
            + string.Join(' ', sorted));
    }
}
