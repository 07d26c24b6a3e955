using System.Security.Cryptography;
using System.Text;

namespace Mesh.Curation;

/// <summary>Names of tools that results depend on.</summary>
internal static class CurationNames
{
    /// <summary>A readable kind and a digest of all that the tool's answers depend on.</summary>
    public static string Of(string kind, params IReadOnlyList<string> parts)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)));
        return $"{kind}-{Convert.ToHexStringLower(digest)[..12]}";
    }
}
