using Mesh.Contracts.Curation.V1;
using Mesh.Curation.Recipes;

namespace Mesh.Curator.Tools;

/// <summary>A server that is connected to when it is first needed, and asked again if that failed.</summary>
internal sealed class ToolConnection : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Uri _address;
    private readonly ToolKind _kind;
    private ToolServer? _server;

    /// <exception cref="RecipeException">The place is no http address.</exception>
    public ToolConnection(string place, ToolKind kind)
    {
        _kind = kind;
        _address = ToolServer.AddressOf(place)
            ?? throw new RecipeException($"A tool needs an http or https address, got '{place}'.");
    }

    public async Task<ToolServer> GetAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return _server ??= await ToolServer.ConnectAsync(_address, _kind, cancellation: cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _server?.Dispose();
        _gate.Dispose();
    }
}
