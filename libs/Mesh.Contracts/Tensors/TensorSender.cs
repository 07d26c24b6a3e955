using System.IO.Hashing;
using Google.Protobuf;
using Mesh.Contracts.Objects.V1;

namespace Mesh.Contracts.Tensors;

/// <summary>Cuts tensors into the messages of a stream, without copying them.</summary>
public static class TensorSender
{
    /// <summary>Bytes of one payload: large enough for speed, small enough for fair windows.</summary>
    public const int ChunkBytes = 256 * 1024;

    /// <summary>A header, payloads over the memory of the tensor, and an end.</summary>
    /// <param name="tensor">Its memory must stay as it is until the last message is sent.</param>
    /// <exception cref="ArgumentException">The bytes are not those of the shape.</exception>
    public static IEnumerable<TensorPart> Parts(WireTensor tensor)
    {
        if (TensorShape.Bytes(tensor.DType, tensor.Shape) is not { } bytes || bytes != tensor.Bytes.Length)
        {
            throw new ArgumentException(
                $"Tensor '{tensor.Name}' {tensor.DType} {TensorShape.Text(tensor.Shape)} has not "
                + $"{tensor.Bytes.Length} bytes.");
        }
        return Cut(tensor);
    }

    private static IEnumerable<TensorPart> Cut(WireTensor tensor)
    {
        yield return new()
        {
            Header = new()
            {
                Name = tensor.Name,
                Dtype = tensor.DType,
                Shape = { tensor.Shape },
                ByteLength = tensor.Bytes.Length,
            },
        };

        var checksum = new XxHash3();
        for (var rest = tensor.Bytes; rest.Length > 0;)
        {
            var chunk = rest[..Math.Min(ChunkBytes, rest.Length)];
            checksum.Append(chunk.Span);
            yield return new() { Payload = UnsafeByteOperations.UnsafeWrap(chunk) };
            rest = rest[chunk.Length..];
        }
        yield return new() { End = new() { Checksum = checksum.GetCurrentHashAsUInt64() } };
    }
}
