using System.IO.Compression;
using System.Text;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace Mesh.Tensors.Tests;

public sealed class PickleFileTests : IDisposable
{
    // A state dict of one float tensor, in protocol 2: {name: _rebuild_tensor_v2(storage "0", offset, shape, strides)}.
    private const string Tensor = "ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\n"
        + "X\u0001\0\0\00X\u0003\0\0\0cpuK\u0006tQK\0K\u0002K\u0003\u0086K\u0003K\u0001\u0086\u0089}tR";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_tensor_is_read_from_its_storage()
    {
        using var file = Checkpoint.Open(Zip($"}}X\u0001\0\0\0w{Tensor}s."));
        using var weight = file.Read("w", ScalarType.Float64);

        Assert.Equal([2, 3], weight.shape);
        Assert.Equal([0, 1, 2, 3, 4, 5], weight.data<double>().ToArray());
    }

    [Fact]
    public void Wrong_shapes_and_names_are_named()
    {
        using var file = Checkpoint.Open(Zip($"}}X\u0001\0\0\0w{Tensor}s."));

        Assert.Throws<KeyNotFoundException>(() => file.Read("v"));
        Assert.Throws<ShapeException>(() => file.ReadInto("w", zeros(3, 2)));
    }

    [Theory]
    [InlineData("cposix\nsystem\n(X\u0002\0\0\0lstR.", "'posix.system'")]
    [InlineData("(X\u0002\0\0\0lsiposix\nsystem\n.", "'posix.system'")]
    [InlineData("(cposix\nsystem\nX\u0002\0\0\0lso.", "'posix.system'")]
    [InlineData("X\u0005\0\0\0posixX\u0006\0\0\0system\u0093)R.", "'posix.system'")]
    [InlineData("cbuiltins\ngetattr\n)R.", "'builtins.getattr'")]
    [InlineData("]q\0h\0a.", "no named tensors")]                           // a list that holds itself
    [InlineData("}q\0X\u0005\0\0\0modelh\0s.", "no named tensors")]         // a dictionary that holds itself
    [InlineData("}.", "no named tensors")]
    [InlineData("K\u0001.", "no named tensors")]
    [InlineData("}X\u0001\0\0\0wX\u00ff\u00ff\u00ff\u007f", "cut off")]     // a string longer than the file
    [InlineData("\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", "cut off")]
    [InlineData("\u008b\u00ff\u00ff\u00ff\u00ff", "cut off")]
    [InlineData("", "cut off")]
    [InlineData(".", "nothing on the stack")]
    [InlineData("t.", "no mark")]
    [InlineData("h\u0005.", "object 5")]
    [InlineData("K\u0001K\u0002a.", "no list")]
    [InlineData("K\u0001K\u0002K\u0003s.", "no dictionary")]
    [InlineData("\u00fe.", "0xFE")]
    [InlineData("K\u0001Q.", "no storage")]
    public void A_hostile_pickle_ends_in_one_clear_error(string pickle, string reason)
    {
        var path = Zip(pickle);
        var error = Assert.Throws<InvalidDataException>(() => Checkpoint.Open(path).Dispose());

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("K\u0002K\u0003\u0086K\u0003K\u0001\u0086", "K\u0002K\u0004\u0086K\u0004K\u0001\u0086")]
    [InlineData("K\u0002K\u0003\u0086K\u0003K\u0001\u0086", "K\u0002K\u0003\u0086K\u0004K\u0001\u0086")]
    [InlineData(
        "K\u0002K\u0003\u0086K\u0003K\u0001\u0086",
        "J\u00ff\u00ff\u00ff\u007fJ\u00ff\u00ff\u00ff\u007f\u0086K\0K\0\u0086")]
    [InlineData("tQK\0K\u0002", "tQK\u0001K\u0002")]
    public void A_tensor_beyond_its_storage_is_refused(string part, string broken)
    {
        var pickle = $"}}X\u0001\0\0\0w{Tensor}s.";
        Assert.Contains(part, pickle, StringComparison.Ordinal);

        var error = Assert.Throws<InvalidDataException>(
            () => Checkpoint.Open(Zip(pickle.Replace(part, broken, StringComparison.Ordinal))).Dispose());
        Assert.Contains("in a storage of 6", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deep_pickle_does_not_exhaust_the_stack() => Assert.Throws<InvalidDataException>(
        () => Checkpoint.Open(Zip(new string('(', 2_000_000) + new string('l', 2_000_000) + ".")).Dispose());

    [Fact]
    public void Every_cut_of_a_file_is_refused()
    {
        var whole = File.ReadAllBytes(Zip($"}}X\u0001\0\0\0w{Tensor}s."));
        for (var length = 0; length < whole.Length; length++)
        {
            var path = _folder.At("cut.pt");
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<InvalidDataException>(() => Checkpoint.Open(path).Dispose());
        }
    }

    [Fact]
    public void Every_changed_byte_is_refused_or_harmless()
    {
        var whole = File.ReadAllBytes(Zip($"}}X\u0001\0\0\0w{Tensor}s."));
        var path = _folder.At("changed.pt");
        for (var place = 0; place < whole.Length; place++)
        {
            byte[] changed = [.. whole];
            changed[place] ^= 0xff;
            File.WriteAllBytes(path, changed);
            try
            {
                using var file = Checkpoint.Open(path);
                foreach (var name in file.Names)
                    file.Read(name).Dispose();
            }
            catch (InvalidDataException error)
            {
                Assert.Contains(path, error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_compressed_archive_is_refused_by_the_name_of_what_it_holds()
    {
        var path = Zip($"}}X\u0001\0\0\0w{Tensor}s.", CompressionLevel.Optimal);
        var error = Assert.Throws<InvalidDataException>(() => Checkpoint.Open(path).Dispose());

        Assert.Contains("'a/data.pkl' compressed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_one_such_file_is_a_checkpoint()
    {
        Zip($"}}X\u0001\0\0\0w{Tensor}s.");
        using var file = Checkpoint.Open(_folder.Path);

        Assert.Equal(["w"], file.Names);
    }

    private string Zip(string pickle, CompressionLevel level = CompressionLevel.NoCompression)
    {
        var path = _folder.At("a.pt");
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        Write(archive, "a/data.pkl", Encoding.Latin1.GetBytes(pickle), level);
        byte[] floats = [.. Enumerable.Range(0, 6).SelectMany(i => BitConverter.GetBytes((float)i))];
        Write(archive, "a/data/0", floats, level);
        return path;
    }

    private static void Write(ZipArchive archive, string name, byte[] content, CompressionLevel level)
    {
        using var stream = archive.CreateEntry(name, level).Open();
        stream.Write(content);
    }
}
