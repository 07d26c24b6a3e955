using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Google.Rpc;
using Grpc.Core;
using Mesh.Contracts.Gateway.V1;

namespace Mesh.Gateway.Tests.Auth;

/// <summary>The whole gateway with two tenants, by gRPC and by REST.</summary>
public sealed class GatewayAuthTests : IAsyncLifetime
{
    private const string Ada = "mesh_ada-0123456789", Bob = "mesh_bob-0123456789";

    private RunningGateway _mesh = null!;
    private byte[] _film = null!;

    public async Task InitializeAsync()
    {
        _mesh = await RunningGateway.StartAsync(
            "--Mesh:Auth:ApiKeys:ada:Tenant=ada", $"--Mesh:Auth:ApiKeys:ada:Sha256={Hash(Ada)}",
            "--Mesh:Auth:ApiKeys:bob:Tenant=bob", $"--Mesh:Auth:ApiKeys:bob:Sha256={Hash(Bob)}",
            "--Mesh:Tenancy:Tenants:ada:MaxQueued=1", "--Mesh:Tenancy:Tenants:ada:Priorities:0=Batch",
            "--Mesh:Tenancy:Tenants:bob:RequestsPerMinute=6", "--Mesh:Tenancy:Tenants:bob:MaxUploadBytes=100");
        _film = await File.ReadAllBytesAsync(await Editing.Tests.TinyFilm.WriteAsync(_mesh.At("film.mp4"), 6));
    }

    public async Task DisposeAsync() => await _mesh.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("mesh_wrong")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task Nobody_unknown_gets_anywhere(string? key)
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () => await _mesh.Grpc.ListEditsAsync(
            new(), key is null ? [] : new Metadata { { "x-api-key", key } }));
        Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
        Assert.NotEmpty(error.GetRpcStatus()!.Details);

        string[] paths = ["/v1/videos", $"/v1/videos/{Guid.NewGuid():N}", "/v1/videos/x/content", "/V1/nothing"];
        foreach (var path in paths)
        {
            using var response = await SendAsync(HttpMethod.Get, path, key);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        }

        using var submitted = await SendAsync(HttpMethod.Post, "/v1/videos/edits", key);
        Assert.Equal(HttpStatusCode.Unauthorized, submitted.StatusCode);
        using var probe = await SendAsync(HttpMethod.Get, "/healthz", key);
        Assert.Equal(HttpStatusCode.OK, probe.StatusCode);
    }

    [Fact]
    public async Task A_stage_that_shares_the_process_is_closed_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mesh.dit.v1.Dit/Denoise");
        request.Content = new ByteArrayContent([0, 0, 0, 0, 0]);
        request.Content.Headers.ContentType = new("application/grpc");

        using var response = await _mesh.Rest.SendAsync(request);

        Assert.Equal(["16"], response.Headers.GetValues("grpc-status"));
    }

    [Fact]
    public async Task Another_tenants_edit_is_told_in_the_words_of_one_that_never_was()
    {
        var id = (await SubmitAsync(Ada, Priority.Batch)).Id;
        var nobodys = Guid.NewGuid().ToString("N");
        Assert.Equal(id, (await _mesh.Grpc.GetEditAsync(new() { Id = id }, Key(Ada))).Id);

        var calls = new Func<string, Task>[]
        {
            async edit => await _mesh.Grpc.GetEditAsync(new() { Id = edit }, Key(Bob)),
            async edit => await _mesh.Grpc.CancelEditAsync(new() { Id = edit }, Key(Bob)),
            edit => _mesh.Grpc.WatchEdit(new() { Id = edit }, Key(Bob)).ResponseStream.MoveNext(default),
        };
        foreach (var call in calls)
        {
            var (theirs, none) = (await RefusalAsync(() => call(id)), await RefusalAsync(() => call(nobodys)));
            Assert.Contains("NotFound", none, StringComparison.Ordinal);
            Assert.Equal(none.Replace(nobodys, "ID", StringComparison.Ordinal),
                theirs.Replace(id, "ID", StringComparison.Ordinal));
        }

        Assert.Equal(EditState.Queued, (await _mesh.Grpc.GetEditAsync(new() { Id = id }, Key(Ada))).State);
    }

    [Fact]
    public async Task A_full_quota_is_named_with_the_time_to_wait()
    {
        await SubmitAsync(Ada, Priority.Batch);

        var error = await Assert.ThrowsAsync<RpcException>(() => SubmitAsync(Ada, Priority.Batch));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
        Assert.Contains("queued edits", error.Status.Detail, StringComparison.Ordinal);
        var details = error.GetRpcStatus()!;
        Assert.NotNull(details.GetDetail<RetryInfo>()?.RetryDelay);
        Assert.Equal("tenant:ada", details.GetDetail<QuotaFailure>()!.Violations[0].Subject);
    }

    [Fact]
    public async Task A_tenant_asks_only_for_what_it_may()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => SubmitAsync(Ada, Priority.Interactive));
        Assert.Equal(StatusCode.PermissionDenied, error.StatusCode);
        Assert.Contains("Batch", error.Status.Detail, StringComparison.Ordinal);

        error = await Assert.ThrowsAsync<RpcException>(() => SubmitAsync(Bob, Priority.Standard));
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains("100", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_requests_are_429_with_the_time_to_wait()
    {
        HttpResponseMessage response;
        var sent = 0;
        do
        {
            response = await SendAsync(HttpMethod.Get, "/v1/videos", Bob);
            sent++;
        }
        while (response.StatusCode == HttpStatusCode.OK && sent < 100);

        Assert.InRange(sent, 7, 99);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Contains("requests per minute", (await response.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var other = await SendAsync(HttpMethod.Get, "/v1/videos", Ada);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        response.Dispose();
    }

    private static Metadata Key(string key) => new() { { "authorization", $"Bearer {key}" } };

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static async Task<string> RefusalAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        var details = error.GetRpcStatus()!.Details;
        Assert.Equal(details.Count, details.Count(detail => detail.Is(ResourceInfo.Descriptor)));
        return $"{error.StatusCode} {error.Status.Detail} {string.Join(' ', details.Select(
            detail => detail.Unpack<ResourceInfo>()))}";
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? key)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("x-api-key", key);
        }

        return await _mesh.Rest.SendAsync(request);
    }

    private async Task<Edit> SubmitAsync(string key, Priority priority)
    {
        using var call = _mesh.Grpc.SubmitEdit(Key(key), DateTime.UtcNow + RunningGateway.Patience);
        await call.RequestStream.WriteAsync(new()
        {
            Options = new() { Instruction = "make it red", Priority = priority },
        });
        await call.RequestStream.WriteAsync(new() { Video = Google.Protobuf.ByteString.CopyFrom(_film) });
        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;
    }
}
