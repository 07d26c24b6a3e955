using System.Security.Cryptography;

namespace Mesh.Training.Checkpoints;

/// <summary>SHA-256 in lower-case hexadecimal.</summary>
internal static class Checksum
{
    private const int BufferSize = 1 << 20;

    public static async Task<string> OfAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file));
    }
}
