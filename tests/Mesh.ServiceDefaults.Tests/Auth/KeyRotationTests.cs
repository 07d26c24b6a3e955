using System.Net;
using System.Security.Cryptography;

namespace Mesh.ServiceDefaults.Tests.Auth;

/// <summary>Keys of a provider that change while the gateway runs.</summary>
public sealed class KeyRotationTests : IAsyncLifetime
{
    private readonly Provider _provider = new();
    private readonly FakeTime _time = new();
    private Door _door = null!;

    public async Task InitializeAsync()
    {
        await _provider.InitializeAsync();
        _door = await Door.OpenAsync(
            new()
            {
                ["Mesh:Auth:Oidc:Issuer"] = _provider.Issuer,
                ["Mesh:Auth:Oidc:Audience"] = Provider.Audience,
                ["Mesh:Auth:Oidc:JwksUri"] = _provider.Issuer + "/keys",
            },
            _time);
    }

    public async Task DisposeAsync()
    {
        await _door.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Keys_are_read_once_for_many_calls()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => KnockAsync("rsa", _provider.Rsa)));

        Assert.Equal(1, _provider.Reads);
    }

    [Fact]
    public async Task A_new_key_is_found_at_once_and_a_withdrawn_one_forgotten_in_time()
    {
        Assert.Equal(HttpStatusCode.OK, await KnockAsync("rsa", _provider.Rsa));
        using var next = RSA.Create(2048);
        _provider.Publish("next", next);
        _provider.Withdraw("rsa");
        _time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(HttpStatusCode.OK, await KnockAsync("next", next));
        Assert.Equal(HttpStatusCode.Unauthorized, await KnockAsync("rsa", _provider.Rsa));

        _provider.Withdraw("next");
        Assert.Equal(HttpStatusCode.OK, await KnockAsync("next", next));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.Unauthorized, await KnockAsync("next", next));
    }

    [Fact]
    public async Task Made_up_key_ids_do_not_flood_the_provider()
    {
        Assert.Equal(HttpStatusCode.OK, await KnockAsync("rsa", _provider.Rsa));

        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await KnockAsync($"made-up-{i}", _provider.Rsa));
        }

        Assert.Equal(1, _provider.Reads);
    }

    [Fact]
    public async Task A_provider_that_is_down_is_served_from_what_is_known()
    {
        Assert.Equal(HttpStatusCode.OK, await KnockAsync("rsa", _provider.Rsa));
        _provider.IsDown = true;
        _time.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal(HttpStatusCode.OK, await KnockAsync("rsa", _provider.Rsa));
    }

    [Fact]
    public async Task A_provider_that_was_never_reached_is_no_fault_of_the_caller()
    {
        _provider.IsDown = true;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await KnockAsync("rsa", _provider.Rsa));
        _provider.IsDown = false;
        Assert.Equal(HttpStatusCode.OK, await KnockAsync("rsa", _provider.Rsa));
    }

    [Fact]
    public async Task A_weak_key_is_not_taken()
    {
        using var weak = RSA.Create(1024);
        _provider.Publish("weak", weak);

        Assert.Equal(HttpStatusCode.Unauthorized, await KnockAsync("weak", weak));
    }

    private async Task<HttpStatusCode> KnockAsync(string id, RSA key)
    {
        var claims = _provider.Claims();
        claims["exp"] = Provider.Seconds(86_400);
        return (await _door.WithTokenAsync(_provider.Rs256(claims, Provider.Header("RS256", id), key))).Status;
    }
}
