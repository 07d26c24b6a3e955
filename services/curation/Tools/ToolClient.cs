using Google.Protobuf;
using Grpc.Core;
using Mesh.Contracts.Curation.V1;
using Mesh.Curation.Instructions;

namespace Mesh.Curator.Tools;

/// <summary>Calls a model server that speaks mesh.curation.v1.Tool: files in, files out.</summary>
/// <param name="calls">The server.</param>
public sealed class ToolClient(Tool.ToolClient calls)
{
    private const int Piece = 1 << 20;

    /// <summary>What the server does.</summary>
    /// <exception cref="AnnotatorUnavailableException">It does not answer.</exception>
    public async Task<ToolDescription> DescribeAsync(CancellationToken cancellation)
    {
        try
        {
            return await calls.DescribeAsync(new(), cancellationToken: cancellation);
        }
        catch (RpcException error)
        {
            throw Away(error);
        }
    }

    /// <summary>Sends files and writes what comes back.</summary>
    /// <param name="call">What to do.</param>
    /// <param name="files">Files to send by their name in the contract, for example "clip".</param>
    /// <param name="outputs">Where each file that comes back is written, by its name.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="AnnotatorUnavailableException">It does not answer, or not with these files.</exception>
    public async Task RunAsync(
        ToolCall call, IReadOnlyDictionary<string, string> files, IReadOnlyDictionary<string, string> outputs,
        CancellationToken cancellation)
    {
        try
        {
            using var running = calls.Run(cancellationToken: cancellation);
            await running.RequestStream.WriteAsync(new() { Call = call }, cancellation);
            foreach (var (name, path) in files)
                await SendAsync(running.RequestStream, name, path, cancellation);
            await running.RequestStream.CompleteAsync();
            await ReceiveAsync(running.ResponseStream, outputs, cancellation);
        }
        catch (RpcException error)
        {
            throw Away(error);
        }
    }

    private static async Task SendAsync(
        IClientStreamWriter<RunRequest> requests, string name, string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        var buffer = new byte[Piece];
        var type = Path.GetExtension(path) == ".png" ? "image/png" : "video/mp4";
        for (int read; (read = await file.ReadAtLeastAsync(buffer, Piece, false, cancellation)) > 0; type = "")
        {
            await requests.WriteAsync(
                new()
                {
                    Piece = new() { Name = name, MediaType = type, Data = ByteString.CopyFrom(buffer, 0, read) },
                },
                cancellation);
        }
    }

    private static async Task ReceiveAsync(
        IAsyncStreamReader<RunResponse> responses, IReadOnlyDictionary<string, string> outputs,
        CancellationToken cancellation)
    {
        var open = new Dictionary<string, FileStream>();
        try
        {
            while (await responses.MoveNext(cancellation))
            {
                var piece = responses.Current.Piece;
                if (!outputs.TryGetValue(piece.Name, out var path))
                    continue;  // more than was asked for
                if (!open.TryGetValue(piece.Name, out var file))
                    open[piece.Name] = file = File.Create(path);
                await file.WriteAsync(piece.Data.Memory, cancellation);
            }
        }
        finally
        {
            foreach (var file in open.Values)
                await file.DisposeAsync();
        }
        foreach (var missing in outputs.Keys.Where(name => !open.ContainsKey(name)))
            throw new AnnotatorUnavailableException($"The tool ended without the file '{missing}'.");
    }

    private static AnnotatorUnavailableException Away(RpcException error) =>
        new($"The tool failed: {error.Status.StatusCode} {error.Status.Detail}", error);
}
