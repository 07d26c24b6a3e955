using static TorchSharp.torch;

namespace TorchSharp;

// The format of the official package: dtype, number of dimensions and sizes as 7-bit encoded integers, then the bytes.
public static partial class TensorExtensionMethods
{
    /// <summary>Writes dtype, shape and bytes.</summary>
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write7BitEncodedInt64((long)tensor.dtype);
        writer.Write7BitEncodedInt64(tensor.ndim);
        foreach (var length in tensor.shape)
            writer.Write7BitEncodedInt64(length);
        writer.Flush();
        tensor.WriteBytesToStream(writer.BaseStream);
    }

    /// <summary>A tensor as <see cref="Save"/> wrote it.</summary>
    /// <param name="reader">Stands at the dtype, and after the bytes when done.</param>
    /// <param name="skip">Whether the bytes are skipped and the tensor is zeros.</param>
    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        var (type, shape) = Header(reader);
        var tensor = zeros(shape, type, CPU);
        Fill(tensor, reader, skip);
        return tensor;
    }

    /// <summary>Reads a tensor of the same dtype and shape into this one.</summary>
    /// <exception cref="ArgumentException">Another dtype or shape was written.</exception>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var (type, shape) = Header(reader);
        if (type != tensor.dtype || !(skip || shape.AsSpan().SequenceEqual(tensor.shape)))
            throw new ArgumentException(
                $"The stream holds {type}[{string.Join(", ", shape)}], not the tensor's "
                + $"{tensor.dtype}[{string.Join(", ", tensor.shape)}].", nameof(reader));
        Fill(tensor, reader, skip);
    }

    private static (ScalarType Type, long[] Shape) Header(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var type = (ScalarType)reader.Read7BitEncodedInt64();
        var shape = new long[reader.Read7BitEncodedInt64()];
        for (var k = 0; k < shape.Length; k++)
            shape[k] = reader.Read7BitEncodedInt64();
        return (type, shape);
    }

    private static void Fill(Tensor tensor, BinaryReader reader, bool skip)
    {
        if (skip)
            reader.BaseStream.Seek(tensor.NumberOfElements * tensor.ElementSize, SeekOrigin.Current);
        else
            tensor.ReadBytesFromStream(reader.BaseStream);
    }
}
