namespace Mesh.Editing.Serving;

/// <summary>
/// The files that some networks of a model folder are made of: all but the weights of the other networks. Whoever
/// trains a transformer publishes a whole folder, in which the other networks are as they were.
/// </summary>
internal sealed class PartFiles
{
    private const int BufferBytes = 1 << 20;

    private readonly SortedDictionary<string, Stamp> _files;

    private PartFiles(string folder, SortedDictionary<string, Stamp> files) => (Folder, _files) = (folder, files);

    /// <summary>Where they are.</summary>
    public string Folder { get; }

    /// <param name="folder">A model folder.</param>
    /// <param name="parts">The networks.</param>
    /// <exception cref="ModelException">It is no folder of a known family.</exception>
    public static PartFiles Of(string folder, ModelParts parts)
    {
        var others = ModelFolder.WeightFiles(folder, ModelParts.All & ~parts);
        var files = new SortedDictionary<string, Stamp>(StringComparer.Ordinal);
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            if (!others.Contains(file.FullName))
                files[Path.GetRelativePath(folder, file.FullName)] = new(file.Length, file.LastWriteTimeUtc);
        }
        return new(folder, files);
    }

    /// <summary>Whether another folder holds the same bytes, and these files were not written to since.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public bool AreIn(PartFiles other) =>
        _files.Select(file => (file.Key, file.Value.Length))
            .SequenceEqual(other._files.Select(file => (file.Key, file.Value.Length)))
        && _files.All(file => file.Value == Stamp.Of(At(file.Key)) && HaveSameBytes(At(file.Key), other.At(file.Key)));

    private string At(string file) => Path.Combine(Folder, file);

    private static bool HaveSameBytes(string one, string other)
    {
        using var first = File.OpenRead(one);
        using var second = File.OpenRead(other);
        var (here, there) = (new byte[BufferBytes], new byte[BufferBytes]);
        while (first.ReadAtLeast(here, BufferBytes, throwOnEndOfStream: false) is var count and > 0)
        {
            if (second.ReadAtLeast(there, BufferBytes, throwOnEndOfStream: false) != count
                || !here.AsSpan(0, count).SequenceEqual(there.AsSpan(0, count)))
            {
                return false;
            }
        }
        return true;
    }

    private readonly record struct Stamp(long Length, DateTime Written)
    {
        public static Stamp Of(string path)
        {
            var file = new FileInfo(path);
            return file.Exists ? new(file.Length, file.LastWriteTimeUtc) : default;
        }
    }
}
