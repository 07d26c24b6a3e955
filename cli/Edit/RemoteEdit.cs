using System.Security.Cryptography;
using Grpc.Core;
using Mesh.Contracts.Gateway.V1;
using Mesh.Editing;
using GatewayClient = Mesh.Contracts.Gateway.V1.Gateway.GatewayClient;

namespace Mesh.Cli.Edit;

/// <summary>One edit through the gateway of a mesh: uploads, follows, downloads.</summary>
/// <param name="gateway">The gateway's client; its channel carries the credentials.</param>
internal sealed class RemoteEdit(GatewayClient gateway)
{
    private const int Piece = 256 << 10;

    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // A gateway that restarts is back within this.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Carries it out. The output appears under its name only when it is complete.</summary>
    /// <param name="request">What to do; the output's extension chooses the container.</param>
    /// <param name="model">Name of a model that the mesh serves; empty for its default.</param>
    /// <param name="progress">Told of every change.</param>
    /// <param name="cancellation">Also cancels the edit in the mesh.</param>
    /// <returns>The report, measured by the mesh.</returns>
    /// <exception cref="RpcException">The gateway refuses it or is away.</exception>
    /// <exception cref="RemoteEditException">The edit has failed in the mesh.</exception>
    public async Task<EditReport> RunAsync(
        EditRequest request, string model, IProgress<EditProgress> progress, CancellationToken cancellation)
    {
        var id = await SubmitAsync(request, model, cancellation);
        try
        {
            var ended = await FollowAsync(id, progress, cancellation);
            if (ended.State != EditState.Succeeded)
                throw new RemoteEditException(ended);
            await DownloadAsync(id, ended.Result, request.Output, cancellation);
            return RemoteReport.Read(ended.Result.Report) with { Request = request };
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            await CancelAsync(id);
            throw;
        }
    }

    private async Task<string> SubmitAsync(EditRequest request, string model, CancellationToken cancellation)
    {
        await using var film = File.OpenRead(request.Input);
        using var call = gateway.SubmitEdit(cancellationToken: cancellation);
        try
        {
            var stream = call.RequestStream;
            await stream.WriteAsync(new() { Options = RemoteOptions.Of(request, model) }, cancellation);
            await SendAsync(film, stream, bytes => new() { Video = bytes }, cancellation);
            await new RemoteGuides(stream, SendAsync).SendAsync(request.Guides, cancellation);
            await stream.CompleteAsync();
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException or IOException
            && !cancellation.IsCancellationRequested)
        {
            // The gateway has answered before the end of the upload: what it said says why.
        }
        return (await call.ResponseAsync).Id;
    }

    private static async Task SendAsync(
        FileStream file, IClientStreamWriter<SubmitEditRequest> stream,
        Func<Google.Protobuf.ByteString, SubmitEditRequest> part, CancellationToken cancellation)
    {
        var buffer = new byte[Piece];
        while (await file.ReadAsync(buffer, cancellation) is > 0 and var length)
        {
            var bytes = Google.Protobuf.ByteString.CopyFrom(buffer, 0, length);
            await stream.WriteAsync(part(bytes), cancellation);
        }
    }

    // The edit lives in the mesh: a connection that breaks is made anew.
    private async Task<Contracts.Gateway.V1.Edit> FollowAsync(
        string id, IProgress<EditProgress> progress, CancellationToken cancellation)
    {
        var lost = DateTime.UtcNow;
        while (true)
        {
            try
            {
                using var call = gateway.WatchEdit(new() { Id = id }, cancellationToken: cancellation);
                await foreach (var news in call.ResponseStream.ReadAllAsync(cancellation))
                {
                    lost = DateTime.UtcNow;
                    if (RemoteProgress.Of(news.Edit) is { } step)
                        progress.Report(step);
                    if (news.Edit.State is EditState.Succeeded or EditState.Failed or EditState.Cancelled)
                        return news.Edit;
                }
            }
            catch (RpcException error) when (ConnectionLoss.IsCauseOf(error) && DateTime.UtcNow - lost < Patience)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private async Task DownloadAsync(
        string id, EditResult result, string output, CancellationToken cancellation)
    {
        var part = Path.Combine(
            Path.GetDirectoryName(Path.GetFullPath(output))!, $".{Path.GetFileName(output)}.{Guid.NewGuid():N}.part");
        try
        {
            await using (var file = File.Create(part))
                await FetchAsync(id, result, file, cancellation);
            File.Move(part, output, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private async Task FetchAsync(string id, EditResult result, FileStream file, CancellationToken cancellation)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var call = gateway.DownloadEdit(new() { Id = id }, cancellationToken: cancellation);
        await foreach (var message in call.ResponseStream.ReadAllAsync(cancellation))
        {
            sum.AppendData(message.Data.Span);
            await file.WriteAsync(message.Data.Memory, cancellation);
        }
        var got = Convert.ToHexStringLower(sum.GetHashAndReset());
        if (got != result.Sha256)
            throw new IOException($"The download is damaged: its SHA-256 is {got}, the mesh says {result.Sha256}.");
    }

    private async Task CancelAsync(string id)
    {
        try
        {
            await gateway.CancelEditAsync(new() { Id = id }, deadline: DateTime.UtcNow + CancelPatience);
        }
        catch (RpcException error)
        {
            await Console.Error.WriteLineAsync(
                $"mesh: the edit {id} could not be cancelled ({error.Status.Detail}); it may go on in the mesh.");
        }
    }
}
