using System.Security.Cryptography;

namespace Mesh.Stores.Artifacts;

/// <summary>SHA-256 of files.</summary>
public static class FileHash
{
    private const int BufferSize = 1 << 20;

    /// <summary>Reads the file once, in pieces.</summary>
    /// <returns>Lower-case hexadecimal.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<string> OfAsync(string path, CancellationToken cancellation = default)
    {
        await using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
    }
}
