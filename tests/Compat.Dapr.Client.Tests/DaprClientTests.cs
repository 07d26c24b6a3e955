using Compat.Dapr.Client.Tests.Sidecar;
using Dapr;
using Dapr.Client;
using Grpc.Core;

namespace Compat.Dapr.Client.Tests;

public sealed class DaprClientTests : IAsyncLifetime
{
    private FakeSidecar _sidecar = null!;
    private DaprClient _client = null!;

    public async Task InitializeAsync()
    {
        _sidecar = await new FakeSidecar { ApiToken = "open sesame" }.StartAsync();
        _client = Client("open sesame");
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _sidecar.DisposeAsync();
    }

    [Fact]
    public async Task A_secret_is_the_stores_own()
    {
        _sidecar.Stores.Secrets["vault"] = new() { ["db"] = new() { ["user"] = "mesh", ["password"] = "p;=ä" } };

        var secret = await _client.GetSecretAsync("vault", "db");

        Assert.Equal([new("user", "mesh"), new("password", "p;=ä")], secret);
    }

    [Fact]
    public async Task A_secret_that_is_missing_is_an_error_with_the_sidecars_own_inside()
    {
        _sidecar.Stores.Secrets["vault"] = [];

        var error = await Assert.ThrowsAsync<DaprException>(() => _client.GetSecretAsync("vault", "db"));

        Assert.Equal(StatusCode.FailedPrecondition, Assert.IsType<RpcException>(error.InnerException).StatusCode);
    }

    [Fact]
    public async Task All_secrets_come_at_once()
    {
        _sidecar.Stores.Secrets["vault"] = new() { ["a"] = new() { ["k"] = "1" }, ["b"] = new() { ["k"] = "2" } };

        var secrets = await _client.GetBulkSecretAsync("vault");

        Assert.Equal("1", secrets["a"]["k"]);
        Assert.Equal("2", secrets["b"]["k"]);
    }

    [Fact]
    public async Task Configuration_comes_whole_or_by_key()
    {
        _sidecar.Stores.Change("store", "steps", "30");
        _sidecar.Stores.Change("store", "guidance", "6");

        var all = await _client.GetConfiguration("store", []);
        var one = await _client.GetConfiguration("store", ["steps"]);

        Assert.Equal(["guidance", "steps"], all.Items.Keys.Order());
        var item = Assert.Single(one.Items).Value;
        Assert.Equal(("30", "1", "memory"), (item.Value, item.Version, item.Metadata["from"]));
    }

    [Fact]
    public async Task A_subscription_tells_changes_until_it_ends()
    {
        _sidecar.Stores.Change("store", "steps", "30");
        var subscription = await _client.SubscribeConfiguration("store", ["steps"]);
        await using var changes = subscription.Source.GetAsyncEnumerator();
        var next = changes.MoveNextAsync().AsTask();
        await _sidecar.Stores.Subscribed.Task;

        _sidecar.Stores.Change("store", "guidance", "6");
        _sidecar.Stores.Change("store", "steps", "40");

        Assert.True(await next);
        while (changes.Current.Count == 0)  // what comes first may tell the id alone
            Assert.True(await changes.MoveNextAsync());
        Assert.Equal("40", Assert.Single(changes.Current).Value.Value);
        var ended = await _client.UnsubscribeConfiguration("store", subscription.Id);
        Assert.True(ended.Ok, ended.Message);
        Assert.False(await changes.MoveNextAsync());
    }

    [Fact]
    public async Task Ending_a_subscription_that_is_not_there_is_refused()
    {
        var ended = await _client.UnsubscribeConfiguration("store", "nobody");

        Assert.False(ended.Ok);
        Assert.Equal("no such id", ended.Message);
    }

    [Fact]
    public async Task Metadata_that_was_set_is_read()
    {
        await _client.SetMetadataAsync("version", "7");

        var metadata = await _client.GetMetadataAsync();

        Assert.Equal("gateway", metadata.Id);
        Assert.Equal("7", metadata.Extended["version"]);
        var component = metadata.Components.Single();
        Assert.Equal(("s", "secretstores.x", "v1"), (component.Name, component.Type, component.Version));
        Assert.Equal(["a"], component.Capabilities);
    }

    [Fact]
    public async Task Health_is_the_sidecars_own()
    {
        Assert.True(await _client.CheckHealthAsync());
        Assert.True(await _client.CheckOutboundHealthAsync());

        _sidecar.Healthy = false;

        Assert.False(await _client.CheckHealthAsync());
        Assert.False(await _client.CheckOutboundHealthAsync());
    }

    [Fact]
    public async Task Waiting_ends_when_the_sidecar_is_up()
    {
        _sidecar.Healthy = false;
        var waiting = _client.WaitForSidecarAsync();
        Assert.False(waiting.IsCompleted);

        _sidecar.Healthy = true;

        await waiting;
    }

    [Fact]
    public async Task A_sidecar_that_is_not_there_is_not_healthy()
    {
        using var client = new DaprClientBuilder().UseHttpEndpoint("http://127.0.0.1:1").Build();

        Assert.False(await client.CheckHealthAsync());
    }

    [Fact]
    public async Task Without_its_token_the_sidecar_refuses()
    {
        using var stranger = Client("guess");

        Assert.False(await stranger.CheckHealthAsync());
        await Assert.ThrowsAsync<DaprException>(() => stranger.GetMetadataAsync());
    }

    private DaprClient Client(string token) => new DaprClientBuilder()
        .UseGrpcEndpoint(_sidecar.GrpcEndpoint).UseHttpEndpoint(_sidecar.HttpEndpoint).UseDaprApiToken(token).Build();
}
