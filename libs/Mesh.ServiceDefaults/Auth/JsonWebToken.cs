using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mesh.ServiceDefaults.Auth;

/// <summary>A signed token in its compact form, read but not yet believed (RFC 7515, RFC 7519).</summary>
internal sealed partial class JsonWebToken
{
    /// <summary>Longest token, in characters; a larger one does not fit into common header limits anyway.</summary>
    public const int MaxLength = 8_192;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };
    private static readonly string[] Types = ["JWT", "at+jwt", "application/at+jwt"];

    private readonly JsonElement _header;
    private readonly JsonElement _claims;

    private JsonWebToken(JsonElement header, JsonElement claims, byte[] signed, byte[] signature) =>
        (_header, _claims, Signed, Signature) = (header, claims, signed, signature);

    public string? Algorithm => Text(_header, "alg");

    public string? KeyId => Text(_header, "kid");

    /// <summary>The bytes that the signature is over.</summary>
    public byte[] Signed { get; }

    public byte[] Signature { get; }

    /// <exception cref="CredentialException">It is no token of this kind.</exception>
    public static JsonWebToken Read(string token)
    {
        if (token.Length > MaxLength)
        {
            throw new CredentialException($"The token has {token.Length} characters, at most {MaxLength} are read.");
        }

        if (!Compact().IsMatch(token))
        {
            throw new CredentialException("The token is not three parts of base64url.");
        }

        var parts = token.Split('.');
        var read = new JsonWebToken(
            Json(parts[0]),
            Json(parts[1]),
            Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]),
            Decode(parts[2]));
        read.CheckHeader();
        return read;
    }

    /// <summary>A claim that is text, or null.</summary>
    public string? Claim(string name) => Text(_claims, name);

    /// <summary>A claim that is text or a list of texts.</summary>
    public IReadOnlyList<string> Claims(string name) =>
        !_claims.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.String ? [value.GetString()!]
        : value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(
            item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : throw new CredentialException($"Claim '{name}' is no text.");

    /// <summary>A claim that is a time, or null when there is none.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (!_claims.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds)
            && seconds is >= 0 and < 253_402_300_800  // the year 10000
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : throw new CredentialException($"Claim '{name}' is no time.");
    }

    private void CheckHeader()
    {
        if (_header.TryGetProperty("typ", out _)
            && !Types.Contains(Text(_header, "typ"), StringComparer.OrdinalIgnoreCase))
        {
            throw new CredentialException($"The token's type is '{Text(_header, "typ")}'.");
        }

        if (_header.TryGetProperty("crit", out _))
        {
            throw new CredentialException("The token asks for extensions that are not known.");
        }
    }

    private static JsonElement Json(string part)
    {
        try
        {
            using var document = JsonDocument.Parse(Decode(part), Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new CredentialException("A part of the token is no JSON object.");
        }
        catch (JsonException)
        {
            throw new CredentialException("A part of the token is no JSON.");
        }
    }

    private static byte[] Decode(string part)
    {
        try
        {
            return Base64Url.DecodeFromChars(part);
        }
        catch (FormatException)
        {
            throw new CredentialException("A part of the token is no base64url.");
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(@"\A[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\z")]
    private static partial Regex Compact();
}
