using System.Net;
using Grpc.Core;
using Mesh.Contracts.Gateway.V1;
using Mesh.ServiceDefaults.Dapr;
using DitClient = Mesh.Contracts.Dit.V1.Dit.DitClient;
using EncoderClient = Mesh.Contracts.Encoder.V1.Encoder.EncoderClient;
using HealthClient = Grpc.Health.V1.Health.HealthClient;
using VaeClient = Mesh.Contracts.Vae.V1.Vae.VaeClient;

namespace Mesh.Gateway.Tests.Auth;

/// <summary>Every way to call, with every credential that is wrong.</summary>
public sealed class AuthMatrixTests(ClosedMesh closed) : IClassFixture<ClosedMesh>
{
    private const string Words = "The credentials are not valid.";

    private static readonly (HttpMethod Method, string Path)[] Rest =
    [
        (HttpMethod.Post, "edits"), (HttpMethod.Get, ""), (HttpMethod.Get, "ID"), (HttpMethod.Get, "ID/content"),
        (HttpMethod.Head, "ID/content"), (HttpMethod.Get, "ID/preview"), (HttpMethod.Get, "ID/events"),
        (HttpMethod.Delete, "ID"),
    ];

    public static TheoryData<string> Credentials => new(
        "none", "wrong key", "expired key", "no token", "expired", "other audience", "alg=none", "forged");

    [Theory]
    [MemberData(nameof(Credentials))]
    public async Task Nothing_is_done_or_told_for_a_wrong_credential(string kind)
    {
        var (credential, id) = (closed.Wrong(kind), closed.EditOfAda);

        foreach (var (name, call) in Gateway(credential, id).Concat(Stages(credential)))
        {
            var error = await Assert.ThrowsAsync<RpcException>(call);
            Assert.Equal((name, StatusCode.Unauthenticated), (name, error.StatusCode));
            Assert.True(kind == "none" || error.Status.Detail == Words, $"{name}: {error.Status.Detail}");
        }
        foreach (var (method, path) in Rest)
        {
            using var answer = await SendAsync(method, path, id, credential);
            Assert.Equal(($"{method} {path}", HttpStatusCode.Unauthorized), ($"{method} {path}", answer.StatusCode));
            Assert.DoesNotContain("ada", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        var edit = await closed.Mesh.Grpc.GetEditAsync(new() { Id = id }, ClosedMesh.Headers(ClosedMesh.Ada));
        Assert.Equal(EditState.Queued, edit.State);
    }

    [Fact]
    public async Task An_edit_of_another_tenant_is_not_there_whichever_way_one_asks()
    {
        var (id, nobodys) = (closed.EditOfAda, Guid.NewGuid().ToString("N"));

        foreach (var ((name, theirs), (_, none)) in Gateway(ClosedMesh.Bob, id).Zip(Gateway(ClosedMesh.Bob, nobodys))
            .Where(pair => pair.First.Name is not ("SubmitEdit" or "ListEdits")))
        {
            var (got, expected) = (await Assert.ThrowsAsync<RpcException>(theirs),
                await Assert.ThrowsAsync<RpcException>(none));
            Assert.Equal((name, StatusCode.NotFound), (name, got.StatusCode));
            Assert.Equal(expected.Status.Detail.Replace(nobodys, id, StringComparison.Ordinal), got.Status.Detail);
        }
        foreach (var (method, path) in Rest.Where(call => call.Path.StartsWith("ID", StringComparison.Ordinal)))
        {
            using var got = await SendAsync(method, path, id, ClosedMesh.Bob);
            using var expected = await SendAsync(method, path, nobodys, ClosedMesh.Bob);
            Assert.Equal(($"{method} {path}", HttpStatusCode.NotFound), ($"{method} {path}", got.StatusCode));
            Assert.Equal(
                (await expected.Content.ReadAsStringAsync()).Replace(nobodys, id, StringComparison.Ordinal),
                await got.Content.ReadAsStringAsync());
        }
        using var list = await SendAsync(HttpMethod.Get, "", id, ClosedMesh.Bob);
        Assert.DoesNotContain(id, await list.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stage_alone_takes_a_key_or_a_token_and_answers_probes_of_anybody()
    {
        foreach (var credential in (string[])[ClosedMesh.Ada, closed.Provider.Es256(closed.Provider.Claims())])
        {
            using var call = new EncoderClient(closed.Channels[0]).Encode(
                new() { Instruction = WholeMesh.Instruction }, ClosedMesh.Headers(credential));
            Assert.True(await call.ResponseStream.MoveNext(default));
        }
        foreach (var channel in closed.Channels)
            Assert.NotNull(await new HealthClient(channel).CheckAsync(new()));
    }

    [Fact]
    public async Task Services_call_a_stage_with_the_key_they_are_given()
    {
        var addresses = new StageAddresses { Encoder = closed.Encoder.ToString(), ApiKey = ClosedMesh.Bob };
        using var known = new StageChannels(addresses, sidecar: null);
        using var unknown = new StageChannels(addresses with { ApiKey = null }, sidecar: null);

        using var call = new EncoderClient(known.Of("encoder")).Encode(new() { Instruction = WholeMesh.Instruction });
        Assert.True(await call.ResponseStream.MoveNext(default));
        var refused = await Assert.ThrowsAsync<RpcException>(() => new EncoderClient(unknown.Of("encoder"))
            .Encode(new() { Instruction = WholeMesh.Instruction }).ResponseStream.MoveNext(default));

        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        Assert.DoesNotContain(ClosedMesh.Bob, addresses.ToString(), StringComparison.Ordinal);
    }

    private IEnumerable<(string Name, Func<Task> Call)> Gateway(string? credential, string id)
    {
        var (gateway, headers) = (closed.Mesh.Grpc, ClosedMesh.Headers(credential));
        yield return ("SubmitEdit", async () =>
        {
            using var call = gateway.SubmitEdit(headers);
            await call.ResponseAsync;
        }
        );
        yield return ("WatchEdit",
            () => gateway.WatchEdit(new() { Id = id }, headers).ResponseStream.MoveNext(default));
        yield return ("GetEdit", async () => await gateway.GetEditAsync(new() { Id = id }, headers));
        yield return ("ListEdits", async () => await gateway.ListEditsAsync(new(), headers));
        yield return ("CancelEdit", async () => await gateway.CancelEditAsync(new() { Id = id }, headers));
        yield return ("DownloadEdit",
            () => gateway.DownloadEdit(new() { Id = id }, headers).ResponseStream.MoveNext(default));
    }

    private IEnumerable<(string Name, Func<Task> Call)> Stages(string? credential)
    {
        var headers = ClosedMesh.Headers(credential);
        var (encoder, vae, dit) = (new EncoderClient(closed.Channels[0]), new VaeClient(closed.Channels[1]),
            new DitClient(closed.Channels[2]));
        yield return ("Encode", () => encoder.Encode(new(), headers).ResponseStream.MoveNext(default));
        yield return ("VaeEncode", () => vae.VaeEncode(headers).ResponseStream.MoveNext(default));
        yield return ("VaeDecode", () => vae.VaeDecode(headers).ResponseStream.MoveNext(default));
        yield return ("Denoise", () => dit.Denoise(headers).ResponseStream.MoveNext(default));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string id, string? credential)
    {
        var address = $"/v1/videos/{path.Replace("ID", id, StringComparison.Ordinal)}".TrimEnd('/');
        using var request = new HttpRequestMessage(method, address);
        if (credential is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {credential}");
        return await closed.Mesh.Rest.SendAsync(request);
    }
}
