using System.Buffers.Text;
using System.Net;
using System.Text.Json;

namespace Mesh.ServiceDefaults.Tests.Auth;

/// <summary>Tokens of a provider that others wrote, found by its discovery document.</summary>
public sealed class CertifiedProviderTests(CertifiedProvider provider)
    : IClassFixture<CertifiedProvider>, IAsyncLifetime
{
    private const string Service = "https://mesh.example/api";

    private readonly FakeTime _time = new();
    private Door _door = null!;

    public async Task InitializeAsync() => _door = await Door.OpenAsync(
        new() { ["Mesh:Auth:Oidc:Issuer"] = provider.Issuer, ["Mesh:Auth:Oidc:Audience"] = Service }, _time);

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Theory]
    [InlineData("ada", "RS256")]
    [InlineData("bob", "ES256")]
    public async Task A_token_opens_the_door_to_its_tenant_until_it_expires(string client, string algorithm)
    {
        var token = await provider.TokenAsync(client, Service);
        Assert.Equal(algorithm, Header(token).GetProperty("alg").GetString());

        Assert.Equal((HttpStatusCode.OK, client), await _door.WithTokenAsync(token));
        _time.Advance(TimeSpan.FromMinutes(12));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _door.WithTokenAsync(token)).Status);
    }

    [Fact]
    public async Task A_token_for_another_service_closes_it()
    {
        var token = await provider.TokenAsync("ada", "https://other.example/api");

        Assert.Equal(HttpStatusCode.Unauthorized, (await _door.WithTokenAsync(token)).Status);
    }

    [Fact]
    public async Task A_token_of_another_provider_of_the_same_make_closes_it()
    {
        var other = new CertifiedProvider();
        await other.InitializeAsync();
        try
        {
            var token = await other.TokenAsync("ada", Service);

            Assert.Equal(HttpStatusCode.Unauthorized, (await _door.WithTokenAsync(token)).Status);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    private static JsonElement Header(string token) => JsonSerializer.Deserialize<JsonElement>(
        Base64Url.DecodeFromChars(token.Split('.')[0]));
}
