using System.Security.Cryptography;
using System.Text;

namespace Mesh.ServiceDefaults.Auth;

/// <summary>The configured API keys.</summary>
internal sealed class ApiKeys
{
    /// <summary>Every key starts with it, so that one is told from a token, and found when it leaks.</summary>
    public const string Prefix = "mesh_";

    private const int MaxLength = 512;

    private readonly (byte[] Hash, string Name, ApiKeyOptions Key)[] _keys;
    private readonly TimeProvider _time;

    public ApiKeys(AuthOptions options, TimeProvider time)
    {
        _keys = [.. options.ApiKeys.Select(key => (Convert.FromHexString(key.Value.Sha256), key.Key, key.Value))];
        _time = time;
    }

    /// <summary>Whose key it is.</summary>
    /// <exception cref="CredentialException">Nobody's, or it has expired.</exception>
    public Identity Identify(string presented)
    {
        if (presented.Length > MaxLength)
        {
            throw new CredentialException("The API key is too long.");
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(presented));
        (string Name, ApiKeyOptions Key)? found = null;
        foreach (var (known, name, key) in _keys)
        {
            // All are compared, each in constant time: how long it takes says nothing about any of them.
            if (CryptographicOperations.FixedTimeEquals(known, hash))
            {
                found = (name, key);
            }
        }

        if (found is not var (owner, options))
        {
            throw new CredentialException("The API key is not known.");
        }

        return options.Expires <= _time.GetUtcNow()
            ? throw new CredentialException($"The API key '{owner}' has expired.")
            : new Identity(options.Tenant, $"key:{owner}");
    }
}
