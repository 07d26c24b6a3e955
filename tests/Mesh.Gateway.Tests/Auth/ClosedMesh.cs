using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using Mesh.Dit;
using Mesh.Editing.Tests;
using Mesh.Encoder;
using Mesh.ServiceDefaults;
using Mesh.ServiceDefaults.Hosting;
using Mesh.ServiceDefaults.Tests.Auth;
using Mesh.TestKit;
using Mesh.Vae;

namespace Mesh.Gateway.Tests.Auth;

/// <summary>A gateway, and every stage in a host of its own, that all ask who calls: by API key and by token.</summary>
public sealed class ClosedMesh : IAsyncLifetime, IDisposable
{
    public const string Ada = "mesh_ada-0123456789", Bob = "mesh_bob-0123456789", Old = "mesh_old-0123456789";

    private readonly TemporaryFolder _folder = new();
    private readonly List<MeshHost> _stages = [];
    private readonly List<GrpcChannel> _channels = [];

    public Provider Provider { get; } = new();

    /// <summary>An edit that Ada has submitted; nobody works on it.</summary>
    internal string EditOfAda { get; private set; } = "";

    internal RunningGateway Mesh { get; private set; } = null!;

    internal Uri Encoder => _stages[0].GrpcAddress;

    internal IReadOnlyList<GrpcChannel> Channels => _channels;

    public async Task InitializeAsync()
    {
        await Provider.InitializeAsync();
        var settings = Settings();
        Mesh = await RunningGateway.StartAsync(settings);
        EditOfAda = await SubmitAsync(await TinyFilm.WriteAsync(_folder.At("film.mp4"), 6));
        var model = TinyNano.Write(_folder.At("tiny"));
        foreach (var stage in (IMeshService[])[new EncoderService(), new VaeService(), new DitService()])
        {
            var host = MeshHost.Build(
                [
                    .. settings, $"--Mesh:Artifacts:Directory={_folder.At("artifacts")}",
                    $"--Mesh:Jobs:Sqlite={_folder.At("jobs.db")}",
                    "--Mesh:Models:Default=tiny", $"--Mesh:Models:Folders:tiny={model}",
                ],
                stage);
            await host.StartAsync();
            _stages.Add(host);
            _channels.Add(GrpcChannel.ForAddress(host.GrpcAddress));
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var channel in _channels)
            channel.Dispose();
        foreach (var stage in _stages)
            await stage.DisposeAsync();
        await Mesh.DisposeAsync();
        await Provider.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Credentials by what is wrong with them; null sends none.</summary>
    public string? Wrong(string kind)
    {
        var claims = Provider.Claims();
        switch (kind)
        {
            case "none":
                return null;
            case "wrong key":
                return Ada[..^1];
            case "expired key":
                return Old;
            case "no token":
                return "Bearer of news";
            case "expired":
                claims["exp"] = Provider.Seconds(-120);
                break;
            case "other audience":
                claims["aud"] = "other";
                break;
            case "alg=none":
                return Provider.Token(Provider.Header("none"), claims, _ => []);
            case "forged":
                using (var stranger = RSA.Create(2048))
                    return Provider.Rs256(claims, key: stranger);
        }
        return Provider.Rs256(claims);
    }

    public static Metadata Headers(string? credential) =>
        credential is null ? [] : new() { { "authorization", $"Bearer {credential}" } };

    private async Task<string> SubmitAsync(string film)
    {
        using var call = Mesh.Grpc.SubmitEdit(Headers(Ada), DateTime.UtcNow + RunningGateway.Patience);
        await call.RequestStream.WriteAsync(new() { Options = new() { Instruction = WholeMesh.Instruction } });
        await call.RequestStream.WriteAsync(new()
        {
            Video = Google.Protobuf.ByteString.CopyFrom(await File.ReadAllBytesAsync(film)),
        });
        await call.RequestStream.CompleteAsync();
        return (await call.ResponseAsync).Id;
    }

    private string[] Settings() =>
    [
        "--Mesh:Auth:ApiKeys:ada:Tenant=ada", $"--Mesh:Auth:ApiKeys:ada:Sha256={Hash(Ada)}",
        "--Mesh:Auth:ApiKeys:bob:Tenant=bob", $"--Mesh:Auth:ApiKeys:bob:Sha256={Hash(Bob)}",
        "--Mesh:Auth:ApiKeys:old:Tenant=ada", $"--Mesh:Auth:ApiKeys:old:Sha256={Hash(Old)}",
        "--Mesh:Auth:ApiKeys:old:Expires=2001-01-01T00:00:00Z",
        $"--Mesh:Auth:Oidc:Issuer={Provider.Issuer}", $"--Mesh:Auth:Oidc:Audience={Provider.Audience}",
    ];

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
