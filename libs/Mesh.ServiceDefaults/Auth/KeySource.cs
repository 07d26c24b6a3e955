using System.Text.Json;

namespace Mesh.ServiceDefaults.Auth;

/// <summary>Reads a provider's keys over HTTP.</summary>
internal sealed class KeySource(OidcOptions options) : IDisposable
{
    private const int MaxBytes = 256 << 10;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = MaxBytes,
    };

    /// <summary>Every key that can sign tokens we take, by its id.</summary>
    /// <exception cref="ProviderUnavailableException">They cannot be read.</exception>
    public async Task<Dictionary<string, SigningKey>> ReadAsync(CancellationToken cancellation)
    {
        var address = options.JwksUri ?? await DiscoverAsync(cancellation);
        var set = await JsonAsync(address, cancellation);
        if (!set.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
        {
            throw new ProviderUnavailableException($"{address} holds no list of keys.");
        }

        var read = keys.EnumerateArray().Where(key => key.ValueKind == JsonValueKind.Object).Select(SigningKey.Read);
        return read.OfType<SigningKey>().DistinctBy(key => key.Id).ToDictionary(key => key.Id);
    }

    public void Dispose() => _http.Dispose();

    // OpenID Connect Discovery 1.0, section 4.
    private async Task<Uri> DiscoverAsync(CancellationToken cancellation)
    {
        var address = new Uri(options.Issuer.TrimEnd('/') + "/.well-known/openid-configuration");
        var document = await JsonAsync(address, cancellation);
        if (Text(document, "issuer") != options.Issuer)
        {
            throw new ProviderUnavailableException(
                $"{address} is about issuer '{Text(document, "issuer")}', expected '{options.Issuer}'.");
        }

        return Uri.TryCreate(Text(document, "jwks_uri"), UriKind.Absolute, out var keys) && AuthRules.IsSafe(keys)
            ? keys
            : throw new ProviderUnavailableException($"{address} names no https URL of keys.");
    }

    private async Task<JsonElement> JsonAsync(Uri address, CancellationToken cancellation)
    {
        try
        {
            using var document = JsonDocument.Parse(await _http.GetByteArrayAsync(address, cancellation));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new ProviderUnavailableException($"{address} holds no JSON object.");
        }
        catch (Exception error) when (error is HttpRequestException or JsonException
            || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new ProviderUnavailableException($"{address} cannot be read: {error.Message}", error);
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
