using System.Buffers.Binary;
using System.Text;

namespace Mesh.Tensors.Pickles;

/// <summary>The bytes of a pickle, read from front to back.</summary>
internal sealed class PickleInput(byte[] data, string path)
{
    /// <summary>The next byte to read.</summary>
    public int At { get; private set; }

    public string Path => path;

    /// <exception cref="InvalidDataException">The pickle ends before; the message says where.</exception>
    public ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > data.Length - At)
            throw Invalid($"is cut off: {count} bytes are needed at byte {At} of {data.Length}");

        At += (int)count;
        return data.AsSpan(At - (int)count, (int)count);
    }

    public byte Byte() => Take(1)[0];

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public long UInt64() => (long)Math.Min(long.MaxValue, BinaryPrimitives.ReadUInt64LittleEndian(Take(8)));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <summary>Up to the end of the line, without it.</summary>
    public string Line()
    {
        var length = data.AsSpan(At).IndexOf((byte)'\n');
        if (length < 0)
            throw Invalid($"is cut off: a line at byte {At} does not end");

        var line = Encoding.UTF8.GetString(data, At, length);
        At += length + 1;
        return line.TrimEnd('\r');
    }

    public string Utf8(long count) => Encoding.UTF8.GetString(Take(count));

    public InvalidDataException Invalid(string what) => new($"{path}: the pickle {what}.");
}
