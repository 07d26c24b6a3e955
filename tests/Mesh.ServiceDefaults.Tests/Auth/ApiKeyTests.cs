using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Mesh.ServiceDefaults.Tests.Auth;

/// <summary>Which API keys open the door, and what a gateway without any does.</summary>
public sealed class ApiKeyTests
{
    private const string Ada = "mesh_ada-0123456789", Bob = "mesh_bob-0123456789", Old = "mesh_old-0123456789";

    [Fact]
    public async Task A_key_opens_the_door_to_its_tenant_in_either_header()
    {
        await using var door = await Door.OpenAsync(Keys());

        Assert.Equal((HttpStatusCode.OK, "ada"), await door.KnockAsync(("x-api-key", Ada)));
        Assert.Equal((HttpStatusCode.OK, "bob"), await door.KnockAsync(("X-API-Key", Bob)));
        Assert.Equal((HttpStatusCode.OK, "ada"), await door.KnockAsync(("Authorization", "Bearer " + Ada)));
        Assert.Equal((HttpStatusCode.OK, "ada"), await door.KnockAsync(("Authorization", "bearer " + Ada)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("mesh_")]
    [InlineData("mesh_ada-012345678")]
    [InlineData("mesh_ada-01234567890")]
    [InlineData("MESH_ADA-0123456789")]
    [InlineData(Old)]
    public async Task A_wrong_key_closes_it_and_hears_nothing_more(string key)
    {
        await using var door = await Door.OpenAsync(Keys());

        foreach (var header in ((string, string)[])[("x-api-key", key), ("Authorization", "Bearer " + key)])
        {
            var (status, text) = await door.KnockAsync(header);
            Assert.Equal(HttpStatusCode.Unauthorized, status);
            Assert.StartsWith("The credentials are not valid.", text, StringComparison.Ordinal);
            Assert.DoesNotContain("expired", text, StringComparison.Ordinal);
            Assert.DoesNotContain("mesh_", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_key_or_several_close_it()
    {
        await using var door = await Door.OpenAsync(Keys());

        var (status, text) = await door.KnockAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Contains("x-api-key", text, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await door.KnockAsync(("x-api-key", Ada), ("Authorization", "Bearer " + Bob))).Status);
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await door.KnockAsync(("x-api-key", Ada), ("x-api-key", Bob))).Status);
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await door.KnockAsync(("x-api-key", new string('a', 20_000)))).Status);
    }

    [Fact]
    public async Task Without_keys_everybody_on_the_machine_is_one_tenant()
    {
        await using var door = await Door.OpenAsync([]);

        Assert.Equal((HttpStatusCode.OK, "default"), await door.KnockAsync());
        Assert.Equal((HttpStatusCode.OK, "default"), await door.KnockAsync(("x-api-key", "left over")));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("10.0.0.1")]
    public async Task A_gateway_that_others_reach_does_not_start_without_keys(string address)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => Door.OpenAsync([], address: address));
        Assert.Contains("Mesh:Auth:AllowAnonymous", error.Message, StringComparison.Ordinal);

        await using var open = await Door.OpenAsync(
            new() { ["Mesh:Auth:AllowAnonymous"] = "true" }, address: address);
        Assert.Equal(HttpStatusCode.OK, (await open.KnockAsync()).Status);
        await using var closed = await Door.OpenAsync(Keys(), address: address);
        Assert.Equal(HttpStatusCode.Unauthorized, (await closed.KnockAsync()).Status);
    }

    [Fact]
    public async Task Settings_that_cannot_work_are_all_named()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => Door.OpenAsync(new()
        {
            ["Mesh:Auth:AllowAnonymous"] = "true",
            ["Mesh:Auth:ApiKeys:a:Tenant"] = "no tenant/",
            ["Mesh:Auth:ApiKeys:b:Sha256"] = Ada,
            ["Mesh:Auth:Oidc:Issuer"] = "http://idp.example",
            ["Mesh:Auth:Oidc:JwksUri"] = "http://idp.example/keys",
            ["Mesh:Auth:Oidc:Leeway"] = "1.00:00:00",
        }));

        string[] names =
        [
            "AllowAnonymous", "a:Tenant", "a:Sha256", "b:Tenant", "b:Sha256", "Issuer", "JwksUri", "Audience", "Leeway",
        ];
        foreach (var name in names)
        {
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Ada, error.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Keys() => new()
    {
        ["Mesh:Auth:ApiKeys:ada:Tenant"] = "ada",
        ["Mesh:Auth:ApiKeys:ada:Sha256"] = Hash(Ada),
        ["Mesh:Auth:ApiKeys:bob:Tenant"] = "bob",
        ["Mesh:Auth:ApiKeys:bob:Sha256"] = Hash(Bob).ToUpperInvariant(),
        ["Mesh:Auth:ApiKeys:old:Tenant"] = "ada",
        ["Mesh:Auth:ApiKeys:old:Sha256"] = Hash(Old),
        ["Mesh:Auth:ApiKeys:old:Expires"] = "2020-01-01T00:00:00Z",
    };

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
