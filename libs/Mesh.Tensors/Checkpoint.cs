using System.Text.Json;
using static TorchSharp.torch;

namespace Mesh.Tensors;

/// <summary>The tensors of one model, in one file or in several listed by an index.</summary>
public sealed class Checkpoint : IDisposable
{
    private const string IndexSuffix = ".index.json";

    private static readonly string[] FolderPatterns =
        ["*.safetensors" + IndexSuffix, "*.safetensors", "*.bin" + IndexSuffix, "*.bin", "*.pt", "*.pth"];

    private readonly IReadOnlyList<ITensorFile> _files;
    private readonly Dictionary<string, ITensorFile> _fileOf = [];
    private readonly Dictionary<string, TensorEntry> _entries = [];

    private Checkpoint(string path, IReadOnlyList<ITensorFile> files)
    {
        (Path, _files) = (path, files);
        foreach (var file in files)
        {
            foreach (var (name, entry) in file.Entries)
            {
                if (!_entries.TryAdd(name, entry))
                    throw new InvalidDataException($"{path}: tensor '{name}' is in two shards.");
                _fileOf[name] = file;
            }
        }
    }

    public string Path { get; }

    public IReadOnlyDictionary<string, TensorEntry> Entries => _entries;

    public IEnumerable<string> Names => _entries.Keys;

    /// <summary>Metadata of the first file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _files[0].Metadata;

    /// <param name="pathOrFolder">
    /// A safetensors file, a .pt, .pth or .bin that PyTorch saved, an index of several, or a folder with exactly one of
    /// them; a folder's safetensors go before its other files.
    /// </param>
    /// <exception cref="FileNotFoundException">There is no checkpoint, or a shard is missing.</exception>
    /// <exception cref="InvalidDataException">
    /// A file is not valid or not safe to read, or the index and its shards do not fit together.
    /// </exception>
    public static Checkpoint Open(string pathOrFolder)
    {
        var (path, weightMap) = Locate(pathOrFolder);
        var files = new List<ITensorFile>();
        try
        {
            foreach (var name in TensorFiles(path, weightMap))
                files.Add(OpenFile(name));
            var checkpoint = new Checkpoint(path, files);
            checkpoint.RequireListed(weightMap);
            return checkpoint;
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    /// <summary>Paths of the files of a checkpoint: those with its tensors, and their index if there is one.</summary>
    /// <param name="pathOrFolder">As for <see cref="Open"/>.</param>
    /// <exception cref="FileNotFoundException">A folder holds no checkpoint, or several.</exception>
    /// <exception cref="InvalidDataException">It is no index.</exception>
    public static IReadOnlyList<string> FilesOf(string pathOrFolder)
    {
        var (path, weightMap) = Locate(pathOrFolder);
        return weightMap is null ? [path] : [path, .. TensorFiles(path, weightMap)];
    }

    /// <inheritdoc cref="SafetensorsFile.Read"/>
    public Tensor Read(string name, ScalarType? dtype = null, Device? device = null)
    {
        var (file, entry) = (FileOf(name), _entries[name]);
        var result = empty(entry.Shape, dtype ?? entry.DType, device ?? CPU);
        file.ReadInto(name, result);
        return result;
    }

    /// <inheritdoc cref="SafetensorsFile.ReadInto"/>
    public void ReadInto(string name, Tensor destination)
    {
        var file = FileOf(name);
        if (!destination.shape.SequenceEqual(_entries[name].Shape))
            throw new ShapeException(name, $"[{string.Join(", ", destination.shape)}]", _entries[name].Shape);

        file.ReadInto(name, destination);
    }

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }

    private ITensorFile FileOf(string name) => _fileOf.TryGetValue(name, out var file)
        ? file
        : throw new KeyNotFoundException($"{Path} has no tensor '{name}'.");

    private void RequireListed(Dictionary<string, string>? weightMap)
    {
        foreach (var (name, shard) in weightMap ?? [])
        {
            if (!_fileOf.TryGetValue(name, out var file) || System.IO.Path.GetFileName(file.Path) != shard)
                throw new InvalidDataException($"{Path}: tensor '{name}' is not in {shard}.");
        }
    }

    private static ITensorFile OpenFile(string path) => System.IO.Path.GetExtension(path) is ".pt" or ".pth" or ".bin"
        ? Pickles.PickleFile.Open(path)
        : SafetensorsFile.Open(path);

    private static (string Path, Dictionary<string, string>? WeightMap) Locate(string pathOrFolder)
    {
        var path = Directory.Exists(pathOrFolder) ? OnlyCheckpointIn(pathOrFolder) : pathOrFolder;
        return (path, path.EndsWith(IndexSuffix, StringComparison.Ordinal) ? ReadIndex(path) : null);
    }

    private static IReadOnlyList<string> TensorFiles(string path, Dictionary<string, string>? weightMap)
    {
        var folder = System.IO.Path.GetDirectoryName(path) ?? "";
        return weightMap is null
            ? [path]
            : [.. weightMap.Values.Distinct().Order(StringComparer.Ordinal)
                .Select(shard => System.IO.Path.Combine(folder, shard))];
    }

    private static string OnlyCheckpointIn(string folder)
    {
        foreach (var pattern in FolderPatterns)
        {
            var found = Directory.GetFiles(folder, pattern);
            if (found.Length > 0)
                return found.Length == 1 ? found[0] : throw NotOne(found.Length);
        }

        throw NotOne(0);

        FileNotFoundException NotOne(int count) => new($"{folder} must hold one checkpoint, got {count}.");
    }

    private static Dictionary<string, string> ReadIndex(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var map = document.RootElement.GetProperty("weight_map").EnumerateObject()
                .ToDictionary(pair => pair.Name, pair => pair.Value.GetString() ?? "");
            foreach (var (name, shard) in map)
            {
                if (shard.Length == 0 || System.IO.Path.GetFileName(shard) != shard)
                    throw new InvalidDataException($"{path}: tensor '{name}' lies in '{shard}', not a file name.");
            }

            return map.Count > 0 ? map : throw new InvalidDataException($"{path}: the index lists no tensor.");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException
            or ArgumentException)
        {
            throw new InvalidDataException($"{path}: not a checkpoint index: {error.Message}", error);
        }
    }
}
