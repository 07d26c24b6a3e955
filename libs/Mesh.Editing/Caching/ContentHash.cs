using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace Mesh.Editing.Caching;

/// <summary>Names of what went into a network: the same content has the same name.</summary>
internal static class ContentHash
{
    private const long SliceElements = 1L << 24;

    /// <summary>Of element type, shape and values.</summary>
    public static string Of(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{tensor.dtype} [{string.Join(", ", tensor.shape)}]"));
        var flat = tensor.detach().contiguous().view(-1);
        for (long start = 0, count; start < flat.numel(); start += count)
        {
            count = Math.Min(SliceElements, flat.numel() - start);
            using var part = flat.narrow(0, start, count);
            using var local = part.cpu();
            hash.AppendData(local.bytes);
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>Of texts, in order.</summary>
    public static string Of(IReadOnlyList<string> texts) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Concat(texts.Select(text => $"{text.Length}:{text}")))));
}
