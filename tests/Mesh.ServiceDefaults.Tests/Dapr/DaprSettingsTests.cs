using Compat.Dapr.Client.Tests.Sidecar;
using Dapr;
using Mesh.ServiceDefaults.Dapr;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;

namespace Mesh.ServiceDefaults.Tests.Dapr;

public sealed class DaprSettingsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private FakeSidecar _sidecar = null!;

    public async Task InitializeAsync() => _sidecar = await new FakeSidecar { ApiToken = "token" }.StartAsync();

    public async Task DisposeAsync() => await _sidecar.DisposeAsync();

    [Fact]
    public void Keys_of_the_secret_are_settings_above_all_others()
    {
        _sidecar.Stores.Secrets["vault"] = new() { ["mesh"] = new() { ["Mesh__RabbitMq__Password"] = "from Dapr" } };

        using var configuration = Configure(
            ("Mesh:Dapr:SecretStore", "vault"), ("Mesh:RabbitMq:Password", "from a file"));

        Assert.Equal("from Dapr", configuration["Mesh:RabbitMq:Password"]);
    }

    [Fact]
    public void A_secret_that_is_not_there_stops_the_start()
    {
        _sidecar.Stores.Secrets["vault"] = [];

        var error = Assert.Throws<DaprException>(() => Configure(("Mesh:Dapr:SecretStore", "vault")));

        Assert.Contains("secret mesh of store vault", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_is_read_and_its_changes_are_followed()
    {
        _sidecar.Stores.Change("store", "Logging__LogLevel__Default", "Warning");
        using var configuration = Configure(("Mesh:Dapr:ConfigurationStore", "store"));
        Assert.Equal("Warning", configuration["Logging:LogLevel:Default"]);
        await _sidecar.Stores.Subscribed.Task.WaitAsync(Patience);
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = ChangeToken.OnChange(
            ((IConfigurationRoot)configuration).GetReloadToken, () => changed.TrySetResult());

        _sidecar.Stores.Change("store", "Logging__LogLevel__Default", "Debug");

        await changed.Task.WaitAsync(Patience);
        Assert.Equal("Debug", configuration["Logging:LogLevel:Default"]);
    }

    [Fact]
    public void A_sidecar_that_is_never_ready_says_so()
    {
        _sidecar.Healthy = false;

        var error = Assert.Throws<DaprException>(() => Configure(
            ("Mesh:Dapr:SecretStore", "vault"), ("Mesh:Dapr:Wait", "00:00:00.1")));

        Assert.Contains("is not ready after 00:00:00.1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_sidecar_nothing_is_asked()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration["Mesh:Dapr:SecretStore"] = "vault";

        DaprSettings.Add(builder);

        Assert.Null(DaprSidecar.Find(builder.Configuration));
    }

    [Theory]
    [InlineData("DAPR_GRPC_PORT", "50001", "http://127.0.0.1:50001")]
    [InlineData("DAPR_GRPC_ENDPOINT", "https://dapr:443", "https://dapr:443")]
    [InlineData("DAPR_HTTP_PORT", "3500", null)]
    public void A_sidecar_is_where_its_settings_say(string key, string value, string? endpoint)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();

        Assert.Equal(endpoint, DaprSidecar.Find(configuration)?.GrpcEndpoint);
    }

    private ConfigurationManager Configure(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration["DAPR_GRPC_ENDPOINT"] = _sidecar.GrpcEndpoint;
        builder.Configuration["DAPR_HTTP_ENDPOINT"] = _sidecar.HttpEndpoint;
        builder.Configuration["DAPR_API_TOKEN"] = "token";
        foreach (var (key, value) in settings)
            builder.Configuration[key] = value;
        DaprSettings.Add(builder);
        return builder.Configuration;
    }
}
