using System.Security.Cryptography;
using System.Text.Json;
using Grpc.Core;
using Mesh.Contracts.Gateway.V1;

namespace Mesh.Gateway.Tests.Api;

public sealed class WholeEditTests(WholeMesh whole) : IClassFixture<WholeMesh>
{
    private readonly RunningGateway _mesh = whole.Mesh;

    [Fact]
    public async Task An_edit_by_grpc_gives_the_bytes_of_a_local_one()
    {
        var submitted = await _mesh.SubmitAsync(new() { Instruction = WholeMesh.Instruction, Seed = 5 }, whole.Film);

        var events = await WatchAsync(submitted.Id);
        var video = await DownloadAsync(submitted.Id, 0);

        var result = events[^1].Result;
        Assert.Equal(EditState.Succeeded, events[^1].State);
        Assert.Equal(whole.Edited, video);
        Assert.Equal((whole.Edited.Length, Convert.ToHexStringLower(SHA256.HashData(video)), "video/mp4"),
            (result.Bytes, result.Sha256, result.MediaType));
        var report = JsonDocument.Parse(result.Report).RootElement;
        Assert.Equal(6, report.GetProperty("frames").GetInt32());
        var seconds = report.GetProperty("seconds").EnumerateObject().ToDictionary(at => at.Name, at => at.Value);
        Assert.Equal(["text", "encode", "denoise", "probe", "decode", "write", "measure"], seconds.Keys);
        Assert.All(seconds.Values, stage => Assert.InRange(stage.GetDouble(), 0, 600));
        Assert.InRange(report.GetProperty("totalSeconds").GetDouble(), seconds.Values.Sum(at => at.GetDouble()), 600);
        Assert.Equal(events[^1], await _mesh.Grpc.GetEditAsync(new() { Id = submitted.Id }));
    }

    [Fact]
    public async Task A_watch_tells_the_stages_in_order_and_starts_with_the_present()
    {
        var submitted = await _mesh.SubmitAsync(
            new() { Instruction = WholeMesh.Instruction, Steps = 40 }, whole.Film);

        var events = await WatchAsync(submitted.Id);
        var late = await WatchAsync(submitted.Id);

        Assert.Equal(events.Select(edit => edit.Progress.Stage).Order(), events.Select(edit => edit.Progress.Stage));
        Assert.Contains(events, edit => edit.Progress is { Stage: Stage.Denoise, Steps: 40 });
        Assert.Equal(events[^1], Assert.Single(late));
    }

    [Fact]
    public async Task A_download_goes_on_at_any_offset()
    {
        var submitted = await _mesh.SubmitAsync(new() { Instruction = WholeMesh.Instruction, Seed = 5 }, whole.Film);
        await WatchAsync(submitted.Id);

        foreach (var offset in (int[])[1, whole.Edited.Length / 2, whole.Edited.Length - 1, whole.Edited.Length])
            Assert.Equal(whole.Edited[offset..], await DownloadAsync(submitted.Id, offset));
        foreach (var offset in (long[])[-1, whole.Edited.Length + 1, long.MaxValue])
        {
            Assert.Equal($"offset: must be 0 to {whole.Edited.Length}, got {offset}",
                await RunningGateway.RefusedAsync(() => DownloadAsync(submitted.Id, offset)));
        }
    }

    [Fact]
    public async Task What_the_model_does_not_know_fails_the_edit_and_names_the_field()
    {
        var submitted = await _mesh.SubmitAsync(new() { Instruction = "make it rainy" }, whole.Film);

        var failed = (await WatchAsync(submitted.Id))[^1];

        Assert.Equal((EditState.Failed, (int)StatusCode.InvalidArgument, "instruction"),
            (failed.State, failed.Error.Code, failed.Error.Field));
        Assert.Contains("rainy", failed.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_edit_frees_its_worker()
    {
        var endless = await _mesh.SubmitAsync(
            new() { Instruction = WholeMesh.Instruction, Steps = 1000 }, whole.Film);
        using (var watch = _mesh.Grpc.WatchEdit(new() { Id = endless.Id }))
        {
            while (await watch.ResponseStream.MoveNext(default)
                && watch.ResponseStream.Current.Edit.Progress.Stage < Stage.Denoise)
            {
            }
        }

        var cancelled = await _mesh.Grpc.CancelEditAsync(new() { Id = endless.Id });
        var next = await _mesh.SubmitAsync(new() { Instruction = WholeMesh.Instruction, Seed = 5 }, whole.Film);

        Assert.Equal(EditState.Cancelled, cancelled.State);
        Assert.Equal(EditState.Succeeded, (await WatchAsync(next.Id))[^1].State);
    }

    [Fact]
    public async Task Of_what_stages_handed_on_nothing_is_left_at_the_end()
    {
        var submitted = await _mesh.SubmitAsync(new() { Instruction = WholeMesh.Instruction, Seed = 5 }, whole.Film);
        await WatchAsync(submitted.Id);

        using var patience = new CancellationTokenSource(RunningGateway.Patience);
        while (!Files(submitted.Id).SequenceEqual(["output.mp4", "report.json", "source.mp4"]))
            await Task.Delay(20, patience.Token);
    }

    private IEnumerable<string?> Files(string edit) =>
        Directory.EnumerateFiles(_mesh.ArtifactFolder, "*", SearchOption.AllDirectories)
            .Where(file => file.Contains(edit, StringComparison.Ordinal)).Select(Path.GetFileName).Order();

    private async Task<List<Edit>> WatchAsync(string id)
    {
        using var watch = _mesh.Grpc.WatchEdit(new() { Id = id }, deadline: DateTime.UtcNow + RunningGateway.Patience);
        var events = new List<Edit>();
        await foreach (var news in watch.ResponseStream.ReadAllAsync())
            events.Add(news.Edit);
        return events;
    }

    private async Task<byte[]> DownloadAsync(string id, long offset)
    {
        using var call = _mesh.Grpc.DownloadEdit(new() { Id = id, Offset = offset });
        var bytes = new List<byte>();
        await foreach (var message in call.ResponseStream.ReadAllAsync())
            bytes.AddRange(message.Data);
        return [.. bytes];
    }
}
