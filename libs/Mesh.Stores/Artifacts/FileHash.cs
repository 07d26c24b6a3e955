using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Mesh.Stores.Artifacts;

/// <summary>SHA-256 of files.</summary>
public static class FileHash
{
    private const int PieceSize = 1 << 20;

    /// <summary>Reads the file once, in pieces: the next one comes while one is hashed.</summary>
    /// <returns>Lower-case hexadecimal.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<string> OfAsync(string path, CancellationToken cancellation = default)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (piece, next) = (new byte[PieceSize], new byte[PieceSize]);
        var offset = 0L;
        for (var count = await ReadAsync(file, piece, offset, cancellation); count > 0;)
        {
            offset += count;
            var reading = ReadAsync(file, next, offset, cancellation);
            hash.AppendData(piece, 0, count);
            count = await reading;
            (piece, next) = (next, piece);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Task<int> ReadAsync(SafeFileHandle file, byte[] into, long offset, CancellationToken cancellation) =>
        RandomAccess.ReadAsync(file, into, offset, cancellation).AsTask();
}
