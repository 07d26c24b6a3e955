using Compat.Dapr.Client.Tests.Parrots;
using Compat.Dapr.Client.Tests.Sidecar;
using Dapr.Client;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;

namespace Compat.Dapr.Client.Tests;

/// <summary>Calls of an application through the sidecar.</summary>
public sealed class InvocationTests : IAsyncLifetime
{
    private FakeSidecar _sidecar = null!;
    private GrpcServer _application = null!;

    public async Task InitializeAsync()
    {
        _application = await GrpcServer.StartAsync(_ => { }, app => app.MapGrpcService<ParrotService>());
        _sidecar = await new FakeSidecar { ApiToken = "open sesame" }.StartAsync();
        _sidecar.Applications["parrot"] = _application.Grpc;
    }

    public async Task DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        await _application.DisposeAsync();
    }

    [Fact]
    public async Task A_call_reaches_the_application_that_it_names()
    {
        var reply = await Client("parrot").SayAsync(new Word { Text = "hello" });

        Assert.Equal("hello", reply.Text);
        Assert.Equal(["parrot"], _sidecar.Called);
    }

    [Fact]
    public async Task Both_sides_talk_at_once()
    {
        using var chat = Client("parrot").Chat();
        foreach (var word in (string[])["one", "two", "three"])
        {
            await chat.RequestStream.WriteAsync(new Word { Text = word });
            Assert.True(await chat.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(word, chat.ResponseStream.Current.Text);
        }

        await chat.RequestStream.CompleteAsync();
        Assert.False(await chat.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task The_applications_refusal_comes_back_as_it_is()
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () => await Client("parrot").SayAsync(new Word()));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Equal("text: must not be empty", error.Status.Detail);
    }

    [Fact]
    public async Task An_application_that_is_not_known_is_unavailable()
    {
        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await Client("nobody").SayAsync(new Word { Text = "hello" }));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }

    private Parrot.ParrotClient Client(string id) =>
        new(DaprClient.CreateInvocationInvoker(id, _sidecar.GrpcEndpoint, "open sesame"));
}
