using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Mesh.ServiceDefaults.Tests.Auth;

/// <summary>Which bearer tokens open the door.</summary>
public sealed class TokenTests(Provider provider) : IClassFixture<Provider>, IAsyncLifetime
{
    private Door _door = null!;

    public async Task InitializeAsync() => _door = await Door.OpenAsync(Settings());

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Fact]
    public async Task A_right_token_opens_the_door_to_its_tenant_alone()
    {
        Assert.Equal((HttpStatusCode.OK, "ada"), await _door.WithTokenAsync(provider.Rs256(provider.Claims("ada"))));
        Assert.Equal((HttpStatusCode.OK, "bob"), await _door.WithTokenAsync(provider.Es256(provider.Claims("bob"))));
    }

    [Theory]
    [InlineData("typ", "at+jwt")]
    [InlineData("typ", "application/at+jwt")]
    [InlineData("typ", "jwt")]
    [InlineData("typ", null)]
    public async Task Types_of_access_tokens_are_taken(string name, string? value)
    {
        var header = Provider.Header();
        header.Remove(name);
        if (value is not null)
        {
            header[name] = value;
        }

        Assert.Equal((HttpStatusCode.OK, "ada"), await _door.WithTokenAsync(provider.Rs256(provider.Claims(), header)));
    }

    [Fact]
    public async Task The_audience_may_be_one_of_several_and_clocks_may_differ_a_little()
    {
        var claims = provider.Claims();
        claims["aud"] = new JsonArray("other", Provider.Audience);
        claims["exp"] = Provider.Seconds(-20);
        claims["nbf"] = Provider.Seconds(20);

        Assert.Equal(HttpStatusCode.OK, (await _door.WithTokenAsync(provider.Rs256(claims))).Status);
    }

    public static TheoryData<string> WrongClaims => new(
        "exp:-120", "exp:none", "exp:text", "exp:huge", "nbf:120", "iat:120", "iss:http://evil.example", "iss:none",
        "aud:other", "aud:none", "aud:number", "tenant:none", "tenant:", "tenant:../etc", "tenant:number");

    [Theory]
    [MemberData(nameof(WrongClaims))]
    public async Task A_wrong_claim_closes_it(string wrong)
    {
        var (name, value) = (wrong.Split(':', 2)[0], wrong.Split(':', 2)[1]);
        var claims = provider.Claims();
        claims.Remove(name);
        switch (value)
        {
            case "none":
                break;
            case "number":
                claims[name] = 7;
                break;
            case "huge":
                claims[name] = 1e300;
                break;
            case "text":
                claims[name] = "tomorrow";
                break;
            default:
                claims[name] = name is "exp" or "nbf" or "iat"
                    ? Provider.Seconds(int.Parse(value))
                    : value;
                break;
        }

        await RefusedAsync(provider.Rs256(claims));
    }

    [Fact]
    public async Task A_forged_signature_closes_it()
    {
        using var stranger = RSA.Create(2048);
        var token = provider.Rs256(provider.Claims());
        var parts = token.Split('.');
        var other = provider.Rs256(provider.Claims("victim")).Split('.');

        await RefusedAsync(provider.Rs256(provider.Claims(), key: stranger));
        await RefusedAsync($"{parts[0]}.{other[1]}.{parts[2]}");
        await RefusedAsync($"{parts[0]}.{parts[1]}.{(parts[2][0] == 'A' ? 'B' : 'A')}{parts[2][1..]}");
        await RefusedAsync($"{parts[0]}.{parts[1]}.AAAA");
        await RefusedAsync(provider.Rs256(provider.Claims(), Provider.Header("RS256", "ec")));
        await RefusedAsync(provider.Es256(provider.Claims(), Provider.Header("ES256", "rsa")));
        await RefusedAsync(provider.Es256(provider.Claims(), Provider.Header("RS256", "ec")));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("nOnE")]
    [InlineData("HS256")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("")]
    public async Task Another_algorithm_closes_it(string algorithm)
    {
        await RefusedAsync(provider.Rs256(provider.Claims(), Provider.Header(algorithm)));
        await RefusedAsync(Provider.Token(Provider.Header(algorithm), provider.Claims(), _ => [1]));
        var unsigned = Provider.Token(Provider.Header(algorithm), provider.Claims(), _ => [1]);
        await RefusedAsync(unsigned[..(unsigned.LastIndexOf('.') + 1)]);
        await RefusedAsync(unsigned[..unsigned.LastIndexOf('.')]);
    }

    [Fact]
    public async Task The_public_key_is_no_secret_to_sign_with()
    {
        byte[][] secrets =
        [
            provider.Rsa.ExportSubjectPublicKeyInfo(), provider.Rsa.ExportRSAPublicKey(),
            System.Text.Encoding.ASCII.GetBytes(provider.Rsa.ExportSubjectPublicKeyInfoPem()),
            System.Text.Encoding.ASCII.GetBytes(provider.Rsa.ExportSubjectPublicKeyInfoPem() + "\n"),
            provider.Rsa.ExportParameters(false).Modulus!,
        ];
        foreach (var secret in secrets)
        {
            await RefusedAsync(Provider.Token(
                Provider.Header("HS256"), provider.Claims(), signed => HMACSHA256.HashData(secret, signed)));
            await RefusedAsync(Provider.Token(
                Provider.Header("RS256"), provider.Claims(), signed => HMACSHA256.HashData(secret, signed)));
        }
    }

    [Fact]
    public async Task A_key_that_the_token_brings_along_is_not_used()
    {
        using var stranger = RSA.Create(2048);
        var header = Provider.Header("RS256", "mine");
        header["jwk"] = new JsonObject { ["kty"] = "RSA" };
        header["jku"] = "http://127.0.0.1:1/keys";
        header["x5u"] = "http://127.0.0.1:1/cert";

        await RefusedAsync(provider.Rs256(provider.Claims(), header, stranger));
    }

    [Fact]
    public async Task A_header_that_is_not_understood_closes_it()
    {
        var (type, critical) = (Provider.Header(), Provider.Header());
        type["typ"] = "logout+jwt";
        critical["crit"] = new JsonArray("b64");

        await RefusedAsync(provider.Rs256(provider.Claims(), type));
        await RefusedAsync(provider.Rs256(provider.Claims(), critical));
        await RefusedAsync(provider.Rs256(provider.Claims(), Provider.Header("RS256", null)));
        await RefusedAsync(provider.Rs256(provider.Claims(), Provider.Header("RS256", "unknown")));
    }

    [Fact]
    public async Task What_is_no_token_closes_it()
    {
        var twice = """{"alg":"RS256","kid":"rsa","alg":"none"}""";
        string[] wrong =
        [
            "x", "a.b.c", "...", "a.b.c.d.e", new string('a', 9_000), $"{new string('a', 9_000)}.b.c",
            Provider.Token(twice, provider.Claims().ToJsonString(), _ => [1]),
            Provider.Token("[]", "[]", _ => [1]), Provider.Token("7", "\"x\"", _ => [1]),
            Provider.Token(new string('[', 3_000), "{}", _ => [1]),
        ];
        foreach (var token in wrong)
        {
            await RefusedAsync(token);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await _door.KnockAsync(("Authorization", "Basic YTpi"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _door.KnockAsync(("Authorization", "Bearer "))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _door.KnockAsync()).Status);
    }

    private async Task RefusedAsync(string token)
    {
        var (status, text) = await _door.WithTokenAsync(token);

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.StartsWith("The credentials are not valid.", text, StringComparison.Ordinal);
        Assert.DoesNotContain(provider.Issuer, text, StringComparison.Ordinal);
        Assert.DoesNotContain("ada", text, StringComparison.Ordinal);
    }

    private Dictionary<string, string?> Settings() => new()
    {
        ["Mesh:Auth:Oidc:Issuer"] = provider.Issuer,
        ["Mesh:Auth:Oidc:Audience"] = Provider.Audience,
    };
}
