using Grpc.Net.Client;
using Mesh.Contracts.Curation.V1;
using Mesh.Curation;
using Mesh.Curation.Instructions;
using Mesh.Curation.Recipes;

namespace Mesh.Curator.Tools;

/// <summary>A model server that speaks mesh.curation.v1.Tool, for one kind of work: files in, files out.</summary>
public sealed class ToolServer : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly Tool.ToolClient _calls;
    private readonly ToolKind _kind;
    private readonly ToolPatience _patience;

    private ToolServer(GrpcChannel channel, ToolKind kind, ToolPatience patience, string name) =>
        (_channel, _calls, _kind, _patience, Name) = (channel, new(channel), kind, patience, name);

    /// <summary>What works there, with its version.</summary>
    public string Name { get; }

    /// <summary>The address that a setting is, or null where it is none.</summary>
    public static Uri? AddressOf(string place) =>
        Uri.TryCreate(place, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    /// <summary>Asks the server what it does.</summary>
    /// <exception cref="RecipeException">It does something else.</exception>
    /// <exception cref="AnnotatorUnavailableException">It does not answer.</exception>
    public static async Task<ToolServer> ConnectAsync(
        Uri address, ToolKind kind, ToolOptions? options = null, CancellationToken cancellation = default)
    {
        var patience = new ToolPatience(address, options ?? new());
        var channel = GrpcChannel.ForAddress(address);
        try
        {
            var calls = new Tool.ToolClient(channel);
            var told = await patience.TryAsync(
                deadline => calls.DescribeAsync(new(), null, deadline, cancellation).ResponseAsync, cancellation);
            return told.Kind == kind && told.NameAndVersion.Length > 0
                ? new(channel, kind, patience, told.NameAndVersion)
                : throw new RecipeException(
                    $"The tool at {address} must be named and of kind {kind}, "
                    + $"got '{told.NameAndVersion}' of {told.Kind}.");
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    /// <summary>Sends files and writes what comes back; what is incomplete is written nowhere.</summary>
    /// <param name="prompt">What is meant or wanted, in words; may be empty.</param>
    /// <param name="seed">Decides every random choice; null for work that has none.</param>
    /// <param name="files">Paths of the files to send by their name in the contract, for example "clip".</param>
    /// <param name="output">Name of the file that comes back.</param>
    /// <param name="path">Where it is written.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ToolRefusedException">It does not work on these files.</exception>
    /// <exception cref="AnnotatorUnavailableException">It does not answer, or not with this file.</exception>
    public Task RunAsync(
        string prompt, ulong? seed, IReadOnlyList<(string Name, string Path)> files, string output, string path,
        CancellationToken cancellation)
    {
        var call = new ToolCall { Kind = _kind, Prompt = prompt };
        if (seed is { } number)
            call.Numbers["seed"] = number;
        return _patience.TryAsync(
            deadline => RunOnceAsync(call, files, output, path, deadline, cancellation), cancellation);
    }

    public void Dispose() => _channel.Dispose();

    private async Task<bool> RunOnceAsync(
        ToolCall call, IReadOnlyList<(string, string)> files, string output, string path, DateTime deadline,
        CancellationToken cancellation)
    {
        var running = _calls.Run(null, deadline, cancellation);
        // At the same time: a server that answers while it still reads would wait for us, and we for it.
        var sending = ToolFiles.SendAsync(running.RequestStream, call, files, cancellation);
        try
        {
            await ToolFiles.ReceiveAsync(running.ResponseStream, output, path, cancellation);
            return true;
        }
        finally
        {
            running.Dispose();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);  // what it met, the answer tells
        }
    }
}
