using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Mesh.Contracts.Gateway.V1;
using Client = Mesh.Contracts.Gateway.V1.Gateway.GatewayClient;
using WireEdit = Mesh.Contracts.Gateway.V1.Edit;

namespace Mesh.Cli.Chaos;

/// <summary>Submits the edits of a run to a gateway and collects what comes out.</summary>
/// <param name="gateway">Its gRPC address.</param>
/// <param name="folder">For the films, NUMBER.mp4.</param>
/// <param name="tell">Takes a line about each edit that ended.</param>
internal sealed class ChaosClient(Uri gateway, string folder, Action<string> tell) : IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(gateway);
    private readonly string _name = $"chaos-{Guid.NewGuid():N}";
    private readonly ConcurrentDictionary<string, ChaosEdit> _submitted = [];
    private readonly ConcurrentDictionary<ChaosEdit, string> _results = [];
    private int _ended;
    private int _endedAgain;

    /// <summary>How many have ended.</summary>
    public int Ended => _ended;

    /// <summary>The films of those that succeeded.</summary>
    public IReadOnlyDictionary<ChaosEdit, string> Results => _results;

    private Client Calls => new(_channel);

    /// <summary>Uploads an edit; sent twice under its key, it stays one.</summary>
    public async Task<string> SubmitAsync(ChaosEdit edit, CancellationToken cancellation)
    {
        var options = new EditOptions
        {
            Instruction = edit.Instruction,
            Seed = edit.Seed,
            FileName = Path.GetFileName(edit.Film),
            IdempotencyKey = $"{_name}-{edit.Number}",
        };
        if (edit.Steps is { } steps)
            options.Steps = steps;
        using var call = Calls.SubmitEdit(cancellationToken: cancellation);
        await call.RequestStream.WriteAsync(new() { Options = options }, cancellation);
        var film = await File.ReadAllBytesAsync(edit.Film, cancellation);
        foreach (var part in film.Chunk(256 << 10))
            await call.RequestStream.WriteAsync(new() { Video = ByteString.CopyFrom(part) }, cancellation);
        await call.RequestStream.CompleteAsync();
        var id = (await call).Id;
        _submitted[id] = edit;
        return id;
    }

    /// <summary>Watches every edit to its end, or until none has ended for a long time.</summary>
    public async Task WaitAsync(TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        await Task.WhenAll(_submitted.Keys.Select(async id =>
        {
            try
            {
                await NoteAsync(await WatchAsync(id, limit.Token), limit.Token);
                limit.CancelAfter(patience);
            }
            catch (Exception error) when (error is OperationCanceledException or RpcException
                && !cancellation.IsCancellationRequested)
            {
                tell($"edit {_submitted[id].Number} is lost: {error.Message}");
            }
        }));
    }

    /// <summary>The edit once it has ended.</summary>
    public Task<WireEdit> WatchAsync(string id, CancellationToken cancellation) =>
        WatchAsync(id, previews: false, cancellation);

    /// <summary>The edit once it has ended; with or without its previews until then.</summary>
    public async Task<WireEdit> WatchAsync(string id, bool previews, CancellationToken cancellation)
    {
        WireEdit? last = null;
        using var call = Calls.WatchEdit(new() { Id = id, Previews = previews }, cancellationToken: cancellation);
        await foreach (var change in call.ResponseStream.ReadAllAsync(cancellation))
        {
            if (last?.State >= EditState.Succeeded)
                Interlocked.Increment(ref _endedAgain);
            last = change.Edit;
        }
        return last ?? throw new InvalidOperationException($"The gateway told nothing about edit {id}.");
    }

    /// <summary>Writes the film of an edit to a file.</summary>
    public async Task DownloadAsync(string id, string path, CancellationToken cancellation)
    {
        using var call = Calls.DownloadEdit(new() { Id = id }, cancellationToken: cancellation);
        await using var file = File.Create(path);
        await foreach (var part in call.ResponseStream.ReadAllAsync(cancellation))
            await file.WriteAsync(part.Data.Memory, cancellation);
    }

    /// <summary>
    /// Edits of this client that the gateway has beyond those that were submitted, and ends that were told twice.
    /// </summary>
    public async Task<int> DuplicatesAsync(CancellationToken cancellation)
    {
        var (known, page) = (0, "");
        do
        {
            var list = await Calls.ListEditsAsync(
                new() { PageSize = 200, PageToken = page }, cancellationToken: cancellation);
            known += list.Edits.Count(
                edit => edit.Options.IdempotencyKey.StartsWith(_name, StringComparison.Ordinal));
            page = list.NextPageToken;
        }
        while (page.Length > 0);
        return known - _submitted.Count + _endedAgain;
    }

    public void Dispose() => _channel.Dispose();

    private async Task NoteAsync(WireEdit ended, CancellationToken cancellation)
    {
        var edit = _submitted[ended.Id];
        var count = Interlocked.Increment(ref _ended);
        if (ended.State != EditState.Succeeded)
        {
            tell($"edit {edit.Number} {ended.State}: {ended.Error?.Message}");
            return;
        }
        var path = Path.Combine(folder, $"{edit.Number}.mp4");
        await DownloadAsync(ended.Id, path, cancellation);
        _results[edit] = path;
        tell($"{count}/{_submitted.Count} ended");
    }
}
