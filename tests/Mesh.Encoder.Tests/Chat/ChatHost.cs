using System.ClientModel;
using System.ClientModel.Primitives;
using System.Security.Cryptography;
using System.Text;
using Mesh.Stages.Tests;
using Mesh.TestKit;
using OpenAI;
using OpenAI.Chat;

namespace Mesh.Encoder.Tests.Chat;

/// <summary>An encoder that can be talked to, and the official client of OpenAI.</summary>
public sealed class ChatHost : IAsyncLifetime, IDisposable
{
    public const string Key = "mesh_chat-0123456789";

    private readonly TemporaryFolder _folder = new();
    private StageHost _host = null!;

    public Uri Address => _host.Http;

    public async Task InitializeAsync()
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        _host = await StageHost.StartAsync(
            new EncoderService(),
            $"--Mesh:Chat:Folder={TinyQwenVl.Write(_folder.Path)}", "--Mesh:Chat:Queue=0",
            "--Mesh:Auth:ApiKeys:test:Tenant=test", $"--Mesh:Auth:ApiKeys:test:Sha256={hash}");
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    public ChatClient Client(string model = TinyQwenVl.Name, string key = Key) => new(
        model, new ApiKeyCredential(key), new OpenAIClientOptions
        {
            Endpoint = new Uri(Address, "v1"),
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = TimeSpan.FromMinutes(2),
        });
}
