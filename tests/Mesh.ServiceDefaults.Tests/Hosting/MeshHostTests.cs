using System.Net;
using System.Threading.Channels;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection.V1;
using Mesh.ServiceDefaults.Hosting;
using Mesh.ServiceDefaults.Tests.Bus;
using Mesh.ServiceDefaults.Transport;
using Mesh.TestKit;

namespace Mesh.ServiceDefaults.Tests.Hosting;

public sealed class MeshHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Probes_answer_on_the_port_of_http(string path)
    {
        await using var host = await StartAsync();
        using var client = new HttpClient();

        using var response = await client.GetAsync(new Uri(host.HttpAddress, path));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_port_of_grpc_speaks_http_2_alone()
    {
        await using var host = await StartAsync();
        using var client = new HttpClient();
        HttpRequestMessage Probe(Version version) => new(HttpMethod.Get, new Uri(host.GrpcAddress, "/healthz"))
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var second = await client.SendAsync(Probe(HttpVersion.Version20));
        var first = await Assert.ThrowsAnyAsync<Exception>(async () =>
            (await client.SendAsync(Probe(HttpVersion.Version11))).EnsureSuccessStatusCode());

        Assert.Equal(HttpVersion.Version20, second.Version);
        Assert.IsType<HttpRequestException>(first);
    }

    [Fact]
    public async Task It_is_up_while_the_broker_is_away()
    {
        await using var host = await StartAsync("--Mesh:Transport=RabbitMq", "--Mesh:RabbitMq:Port=1");
        using var client = new HttpClient();

        using var response = await client.GetAsync(new Uri(host.HttpAddress, "/readyz"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Degraded", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_line_that_it_prints_tells_its_addresses()
    {
        await using var host = await StartAsync();
        var printed = new ReadyLine("encoder", host.GrpcAddress, host.HttpAddress).ToString();

        Assert.True(ReadyLine.TryParse(printed, out var ready));

        Assert.Equal(host.GrpcAddress, ready.Grpc);
        Assert.NotEqual(ready.Grpc.Port, ready.Http.Port);
    }

    [Fact]
    public async Task Probes_over_grpc_are_answered()
    {
        await using var host = await StartAsync();
        using var channel = GrpcChannel.ForAddress(host.GrpcAddress);

        var answer = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, answer.Status);
    }

    [Fact]
    public async Task Tools_can_ask_what_is_served()
    {
        await using var host = await StartAsync();
        using var channel = GrpcChannel.ForAddress(
            host.GrpcAddress, new() { HttpHandler = GrpcTransport.CreateHandler(), DisposeHttpClient = true });
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        await call.RequestStream.CompleteAsync();

        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Contains(
            call.ResponseStream.Current.ListServicesResponse.Service,
            service => service.Name == "grpc.health.v1.Health");
    }

    private async Task<MeshHost> StartAsync(params string[] settings)
    {
        var host = MeshHost.Build(
            [
                $"--Mesh:Artifacts:Directory={_folder.Path}/artifacts", $"--Mesh:Jobs:Sqlite={_folder.Path}/jobs.db",
                "--Mesh:StopTimeout=00:00:05", .. settings,
            ],
            new ScriptedService((_, _, _) => Task.CompletedTask, Channel.CreateUnbounded<object>()));
        await host.StartAsync();
        return host;
    }
}
