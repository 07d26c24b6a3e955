using Compat.Dapr.Client.Tests;
using Compat.Dapr.Client.Tests.Parrots;
using Compat.Dapr.Client.Tests.Sidecar;
using Mesh.ServiceDefaults.Dapr;
using Microsoft.AspNetCore.Builder;

namespace Mesh.ServiceDefaults.Tests.Dapr;

public sealed class StageChannelsTests : IAsyncLifetime
{
    private FakeSidecar _sidecar = null!;
    private GrpcServer _stage = null!;

    public async Task InitializeAsync()
    {
        _stage = await GrpcServer.StartAsync(_ => { }, app => app.MapGrpcService<ParrotService>());
        _sidecar = await new FakeSidecar { ApiToken = "token" }.StartAsync();
        _sidecar.Applications["dit"] = _stage.Grpc;
    }

    public async Task DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        await _stage.DisposeAsync();
    }

    [Fact]
    public async Task A_stage_is_called_through_the_sidecar_where_there_is_one()
    {
        using var channels = new StageChannels(
            new StageAddresses { Dit = "http://127.0.0.1:1" },
            new DaprSidecar(_sidecar.GrpcEndpoint, _sidecar.HttpEndpoint, "token"));

        Assert.Equal("hello", await SayAsync(channels, "dit"));
        Assert.Equal(["dit"], _sidecar.Called);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}")]
    [InlineData("dns:///localhost:{0}")]
    public async Task A_stage_is_called_straight_where_there_is_none(string address)
    {
        using var channels = new StageChannels(
            new StageAddresses { Dit = string.Format(null, address, _stage.Grpc.Port) }, sidecar: null);

        Assert.Equal("hello", await SayAsync(channels, "dit"));
        Assert.Empty(_sidecar.Called);
    }

    [Fact]
    public void A_stage_without_an_address_is_named()
    {
        using var channels = new StageChannels(new StageAddresses(), sidecar: null);

        var error = Assert.Throws<InvalidOperationException>(() => channels.Of("vae"));

        Assert.Contains("Mesh:Stages:vae is not set", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => channels.Of("trainer"));
    }

    private static async Task<string> SayAsync(StageChannels channels, string service) =>
        (await new Parrot.ParrotClient(channels.Of(service)).SayAsync(new Word { Text = "hello" })).Text;
}
