using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mesh.ServiceDefaults.Tests.Auth;

/// <summary>An OpenID provider on loopback: discovery, keys, tokens, right ones and wrong ones.</summary>
public sealed class Provider : IAsyncLifetime
{
    public const string Audience = "mesh-api";

    private readonly WebApplication _app;
    private readonly List<JsonObject> _published = [];

    public Provider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Text(
            new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = Issuer + "/keys" }.ToJsonString()));
        _app.MapGet("/keys", Keys);
        Publish("rsa", Rsa);
        Publish("ec", Ecdsa);
    }

    public RSA Rsa { get; } = RSA.Create(2048);

    public ECDsa Ecdsa { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string Issuer => _app.Urls.First();

    /// <summary>How often the keys were asked for.</summary>
    public int Reads { get; private set; }

    public bool IsDown { get; set; }

    public Task InitializeAsync() => _app.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Publish(string id, RSA key)
    {
        var parameters = key.ExportParameters(false);
        _published.Add(new JsonObject
        {
            ["kty"] = "RSA",
            ["kid"] = id,
            ["use"] = "sig",
            ["alg"] = "RS256",
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        });
    }

    public void Publish(string id, ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        _published.Add(new JsonObject
        {
            ["kty"] = "EC",
            ["kid"] = id,
            ["crv"] = "P-256",
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
        });
    }

    public void Withdraw(string id) => _published.RemoveAll(key => (string?)key["kid"] == id);

    /// <summary>Claims of a token that is right in every way.</summary>
    public JsonObject Claims(string tenant = "ada") => new()
    {
        ["iss"] = Issuer,
        ["aud"] = Audience,
        ["sub"] = "person",
        ["tenant"] = tenant,
        ["exp"] = Seconds(600),
        ["nbf"] = Seconds(-5),
        ["iat"] = Seconds(-5),
    };

    public static long Seconds(double fromNow) => DateTimeOffset.UtcNow.AddSeconds(fromNow).ToUnixTimeSeconds();

    public static JsonObject Header(string algorithm = "RS256", string? id = "rsa") => id is null
        ? new() { ["alg"] = algorithm, ["typ"] = "JWT" }
        : new() { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = id };

    public string Rs256(JsonObject claims, JsonObject? header = null, RSA? key = null) => Token(
        header ?? Header(), claims,
        signed => (key ?? Rsa).SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public string Es256(JsonObject claims, JsonObject? header = null) => Token(
        header ?? Header("ES256", "ec"), claims, signed => Ecdsa.SignData(signed, HashAlgorithmName.SHA256));

    public static string Token(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign) =>
        Token(header.ToJsonString(), claims.ToJsonString(), sign);

    public static string Token(string header, string claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private IResult Keys()
    {
        Reads++;
        return IsDown
            ? Results.StatusCode(503)
            : Results.Text(JsonSerializer.Serialize(new { keys = _published }));
    }
}
