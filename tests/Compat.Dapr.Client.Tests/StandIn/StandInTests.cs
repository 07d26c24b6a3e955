using Compat.Dapr.Client.Tests.Parrots;
using Compat.Dapr.Client.Tests.Sidecar;
using Dapr;
using Dapr.Client;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;

namespace Compat.Dapr.Client.Tests.StandIn;

/// <summary>What the stand-in does and the official package does not, or does otherwise.</summary>
public sealed class StandInTests
{
    [Fact]
    public void An_address_that_is_none_is_refused_at_once()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => new DaprClientBuilder().UseGrpcEndpoint("localhost"));

        Assert.Contains("got \"localhost\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_missing_says_which_and_where()
    {
        await using var sidecar = await new FakeSidecar().StartAsync();
        sidecar.Stores.Secrets["vault"] = [];
        using var client = Client(sidecar);

        var error = await Assert.ThrowsAsync<DaprException>(() => client.GetSecretAsync("vault", "db"));

        Assert.Contains("secret db of store vault", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actors_are_told_from_the_older_field()
    {
        await using var sidecar = await new FakeSidecar().StartAsync();
        using var client = Client(sidecar);

        var actor = Assert.Single((await client.GetMetadataAsync()).Actors);

        Assert.Equal(("clip", 2), (actor.Type, actor.Count));
    }

    [Fact]
    public async Task Headers_of_the_caller_stay_as_they_were()
    {
        await using var application = await GrpcServer.StartAsync(_ => { }, app => app.MapGrpcService<ParrotService>());
        await using var sidecar = await new FakeSidecar().StartAsync();
        sidecar.Applications["parrot"] = application.Grpc;
        var headers = new Metadata { { "x-mine", "1" } };

        await new Parrot.ParrotClient(DaprClient.CreateInvocationInvoker("parrot", sidecar.GrpcEndpoint))
            .SayAsync(new Word { Text = "hello" }, headers);

        Assert.Equal(["x-mine"], headers.Select(entry => entry.Key));
    }

    private static DaprClient Client(FakeSidecar sidecar) => new DaprClientBuilder()
        .UseGrpcEndpoint(sidecar.GrpcEndpoint).UseHttpEndpoint(sidecar.HttpEndpoint).Build();
}
