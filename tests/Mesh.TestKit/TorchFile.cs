using System.IO.Compression;
using System.Text;

namespace Mesh.TestKit;

/// <summary>A float32 tensor to write.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Row-major shape.</param>
/// <param name="Values">Its numbers.</param>
public sealed record TorchTensor(string Name, long[] Shape, float[] Values);

/// <summary>Writes what torch.save writes of a state dict: a zip archive with a pickle and the raw numbers.</summary>
public static class TorchFile
{
    public static void Write(string path, IReadOnlyList<TorchTensor> tensors)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        Add(archive, "data.pkl", Pickle(tensors));
        foreach (var (index, tensor) in tensors.Index())
            Add(archive, $"data/{index}", System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(tensor.Values));
        Add(archive, "version", "3\n"u8);
    }

    private static void Add(ZipArchive archive, string name, ReadOnlySpan<byte> bytes)
    {
        using var stream = archive.CreateEntry($"archive/{name}", CompressionLevel.NoCompression).Open();
        stream.Write(bytes);
    }

    // Protocol 2: a dict of calls of torch._utils._rebuild_tensor_v2.
    private static byte[] Pickle(IReadOnlyList<TorchTensor> tensors)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write([0x80, 2, (byte)'}', (byte)'(']);
        foreach (var (index, tensor) in tensors.Index())
        {
            Text(writer, tensor.Name);
            writer.Write("ctorch._utils\n_rebuild_tensor_v2\n(("u8);
            Text(writer, "storage");
            writer.Write("ctorch\nFloatStorage\n"u8);
            Text(writer, $"{index}");
            Text(writer, "cpu");
            Number(writer, tensor.Values.Length);
            writer.Write("tQ"u8);
            Number(writer, 0);
            Numbers(writer, tensor.Shape);
            Numbers(writer, Strides(tensor.Shape));
            writer.Write((byte)0x89);
            writer.Write("ccollections\nOrderedDict\n)RtR"u8);
        }
        writer.Write("u."u8);
        return stream.ToArray();
    }

    private static long[] Strides(long[] shape) =>
        [.. Enumerable.Range(1, shape.Length).Select(axis => shape[axis..].Aggregate(1L, (a, b) => a * b))];

    private static void Numbers(BinaryWriter writer, long[] values)
    {
        writer.Write((byte)'(');
        foreach (var value in values)
            Number(writer, value);
        writer.Write((byte)'t');
    }

    private static void Number(BinaryWriter writer, long value)
    {
        writer.Write((byte)'J');
        writer.Write((int)value);
    }

    private static void Text(BinaryWriter writer, string text)
    {
        writer.Write((byte)'X');
        writer.Write(Encoding.UTF8.GetByteCount(text));
        writer.Write(Encoding.UTF8.GetBytes(text));
    }
}
