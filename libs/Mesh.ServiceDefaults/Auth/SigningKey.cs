using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Mesh.ServiceDefaults.Auth;

/// <summary>A public key of a provider, bound to one algorithm: no token can choose how it is checked (RFC 8725, 3.1).
/// </summary>
internal sealed class SigningKey
{
    private const int MinRsaBits = 2_048;

    private readonly Func<JsonWebToken, bool> _verify;

    private SigningKey(string id, string algorithm, Func<JsonWebToken, bool> verify) =>
        (Id, Algorithm, _verify) = (id, algorithm, verify);

    public string Id { get; }

    /// <summary>RS256 or ES256.</summary>
    public string Algorithm { get; }

    /// <summary>Whether the token was signed with the private half, by this algorithm.</summary>
    public bool Signed(JsonWebToken token)
    {
        // Keys of the class library promise nothing about several threads.
        lock (_verify)
        {
            return token.Algorithm == Algorithm && _verify(token);
        }
    }

    /// <summary>A key of a JSON web key set (RFC 7517), or null for one that signs nothing we take.</summary>
    public static SigningKey? Read(JsonElement json)
    {
        try
        {
            var (id, use, algorithm) = (Text(json, "kid"), Text(json, "use"), Text(json, "alg"));
            if (id is null || use is not (null or "sig"))
            {
                return null;
            }

            return (Text(json, "kty"), algorithm) switch
            {
                ("RSA", null or "RS256") => Rsa(id, Bytes(json, "n"), Bytes(json, "e")),
                ("EC", null or "ES256") when Text(json, "crv") == "P-256" =>
                    Ecdsa(id, Bytes(json, "x"), Bytes(json, "y")),
                _ => null,
            };
        }
        catch (Exception error) when (error is FormatException or CryptographicException)
        {
            return null;
        }
    }

    private static SigningKey? Rsa(string id, byte[] modulus, byte[] exponent)
    {
        var rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
        return rsa.KeySize < MinRsaBits ? null : new SigningKey(id, "RS256", token => rsa.VerifyData(
            token.Signed, token.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static SigningKey Ecdsa(string id, byte[] x, byte[] y)
    {
        var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = x, Y = y },
        });
        return new SigningKey(id, "ES256", token => ecdsa.VerifyData(
            token.Signed, token.Signature, HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    private static byte[] Bytes(JsonElement json, string name) =>
        Base64Url.DecodeFromChars(Text(json, name) ?? throw new FormatException());

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
