using System.Text.Json;
using static TorchSharp.torch;

namespace Mesh.Tensors;

/// <summary>The tensors of one model, in one safetensors file or in several listed by an index.</summary>
public sealed class Checkpoint : IDisposable
{
    private const string IndexSuffix = ".index.json";

    private readonly IReadOnlyList<SafetensorsFile> _files;
    private readonly Dictionary<string, SafetensorsFile> _fileOf = [];
    private readonly Dictionary<string, TensorEntry> _entries = [];

    private Checkpoint(string path, IReadOnlyList<SafetensorsFile> files)
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

    /// <param name="pathOrFolder">A safetensors file, its index, or a folder that holds exactly one of either.</param>
    /// <exception cref="FileNotFoundException">There is no checkpoint, or a shard is missing.</exception>
    /// <exception cref="InvalidDataException">The index and its shards do not fit together.</exception>
    public static Checkpoint Open(string pathOrFolder)
    {
        var path = Directory.Exists(pathOrFolder) ? OnlyCheckpointIn(pathOrFolder) : pathOrFolder;
        var weightMap = path.EndsWith(IndexSuffix, StringComparison.Ordinal) ? ReadIndex(path) : null;
        var folder = System.IO.Path.GetDirectoryName(path) ?? "";
        string[] names = weightMap is null
            ? [path]
            : [.. weightMap.Values.Distinct().Order(StringComparer.Ordinal)
                .Select(shard => System.IO.Path.Combine(folder, shard))];

        var files = new List<SafetensorsFile>();
        try
        {
            foreach (var name in names)
                files.Add(SafetensorsFile.Open(name));
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

    /// <inheritdoc cref="SafetensorsFile.Read"/>
    public Tensor Read(string name, ScalarType? dtype = null, Device? device = null) =>
        FileOf(name).Read(name, dtype, device);

    /// <inheritdoc cref="SafetensorsFile.ReadInto"/>
    public void ReadInto(string name, Tensor destination) => FileOf(name).ReadInto(name, destination);

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }

    private SafetensorsFile FileOf(string name) => _fileOf.TryGetValue(name, out var file)
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

    private static string OnlyCheckpointIn(string folder)
    {
        string[] found = Directory.GetFiles(folder, "*.safetensors" + IndexSuffix);
        if (found.Length == 0)
            found = Directory.GetFiles(folder, "*.safetensors");
        return found.Length == 1
            ? found[0]
            : throw new FileNotFoundException($"{folder} must hold one checkpoint, got {found.Length}.");
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
