using System.IO.Compression;
using System.Text;

namespace Mesh.TestKit;

/// <summary>A TorchScript archive from its text, as an exporter would have written it.</summary>
/// <remarks>The class of the text is called M and derives from Module; the archive's root folder is "net".</remarks>
public static class ScriptArchive
{
    private const string Root = "net";

    /// <param name="path">Of the archive.</param>
    /// <param name="code">The whole of code/__torch__.py.</param>
    /// <param name="weights">Float tensors that the class declares; null for none.</param>
    /// <param name="extra">Files below extra/; null for none.</param>
    public static void Write(
        string path,
        string code,
        IReadOnlyDictionary<string, (long[] Shape, float[] Values)>? weights = null,
        IReadOnlyDictionary<string, string>? extra = null)
    {
        weights ??= new Dictionary<string, (long[], float[])>();
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        Add(zip, "data.pkl", State(weights));
        Add(zip, "code/__torch__.py", Encoding.UTF8.GetBytes(code.ReplaceLineEndings("\n")));
        foreach (var (i, weight) in weights.Values.Index())
            Add(zip, $"data/{i}", [.. weight.Values.SelectMany(BitConverter.GetBytes)]);
        foreach (var (name, text) in extra ?? new Dictionary<string, string>())
            Add(zip, $"extra/{name}", Encoding.UTF8.GetBytes(text));
        Add(zip, "constants.pkl", "\u0080\u0002).".Bytes());
        Add(zip, "version", "3\n"u8.ToArray());
    }

    /// <summary>A class with weights and methods.</summary>
    /// <param name="methods">Indented by two, "self: __torch__.M".</param>
    /// <param name="weights">Names of its parameters.</param>
    public static string Class(string methods, params ReadOnlySpan<string> weights)
    {
        var text = new StringBuilder("class M(Module):\n");
        text.Append($"  __parameters__ = [{string.Join(", ", weights.ToArray().Select(name => $"\"{name}\""))}]\n");
        text.Append("  __buffers__ = []\n");
        foreach (var name in weights)
            text.Append($"  {name} : Tensor\n");
        return text.Append("  training : bool\n").Append(methods.ReplaceLineEndings("\n")).ToString();
    }

    private static void Add(ZipArchive zip, string name, byte[] bytes)
    {
        using var entry = zip.CreateEntry($"{Root}/{name}", CompressionLevel.NoCompression).Open();
        entry.Write(bytes);
    }

    // Pickle, protocol 2: an object of __torch__.M whose state is a dictionary.
    private static byte[] State(IReadOnlyDictionary<string, (long[] Shape, float[] Values)> weights)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("\u0080\u0002c__torch__\nM\n)\u0081}(".Bytes());
        foreach (var (i, (name, weight)) in weights.Index())
        {
            Text(writer, name);
            Tensor(writer, i, weight.Shape, weight.Values.Length);
        }
        Text(writer, "training");
        writer.Write("\u0089ub.".Bytes());
        writer.Flush();
        return stream.ToArray();
    }

    private static void Tensor(BinaryWriter writer, int key, long[] shape, int count)
    {
        writer.Write("ctorch._utils\n_rebuild_tensor_v2\n((".Bytes());
        Text(writer, "storage");
        writer.Write("ctorch\nFloatStorage\n".Bytes());
        Text(writer, key.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Text(writer, "cpu");
        Number(writer, count);
        writer.Write("tQ".Bytes());
        Number(writer, 0);
        var strides = new long[shape.Length];
        var stride = 1L;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
            (strides[axis], stride) = (stride, stride * shape[axis]);
        Tuple(writer, shape);
        Tuple(writer, strides);
        writer.Write("\u0089ccollections\nOrderedDict\n)RtR".Bytes());
    }

    private static void Tuple(BinaryWriter writer, long[] numbers)
    {
        writer.Write((byte)'(');
        foreach (var number in numbers)
            Number(writer, number);
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

    // Pickle's operators are single bytes, some of them above 127.
    private static byte[] Bytes(this string text) => Encoding.Latin1.GetBytes(text);
}
