using Google.Protobuf;
using Grpc.Core;
using Mesh.Contracts.Curation.V1;

namespace Mesh.Curator.Tools;

/// <summary>Files on their way to a tool and back, in pieces.</summary>
internal static class ToolFiles
{
    private const int Piece = 1 << 20;

    /// <summary>Sends the call, then every file.</summary>
    public static async Task SendAsync(
        IClientStreamWriter<RunRequest> requests, ToolCall call, IReadOnlyList<(string Name, string Path)> files,
        CancellationToken cancellation)
    {
        await requests.WriteAsync(new() { Call = call }, cancellation);
        var buffer = new byte[Piece];
        foreach (var (name, path) in files)
        {
            await using var file = File.OpenRead(path);
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
        await requests.CompleteAsync();
    }

    /// <summary>Writes the file of this name; it is there as a whole or not at all.</summary>
    /// <exception cref="RpcException">The call failed, or ended without that file.</exception>
    public static async Task ReceiveAsync(
        IAsyncStreamReader<RunResponse> responses, string name, string path, CancellationToken cancellation)
    {
        var part = path + ".part";
        try
        {
            var bytes = 0L;
            await using (var file = File.Create(part))
            {
                while (await responses.MoveNext(cancellation))
                {
                    if (responses.Current.Piece is not { } piece || piece.Name != name)
                        continue;  // more than was asked for
                    await file.WriteAsync(piece.Data.Memory, cancellation);
                    bytes += piece.Data.Length;
                }
            }
            if (bytes == 0)
                throw new RpcException(new(StatusCode.DataLoss, $"the call ended without the file '{name}'"));
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
