using static TorchSharp.torch;

namespace Mesh.Tensors.Pickles;

/// <summary>
/// The tensors of a .pt, .pth or .bin file that PyTorch saved, mapped, without running anything in it.
/// </summary>
internal sealed class PickleFile : ITensorFile
{
    private readonly MappedFile _file;
    private readonly Dictionary<string, PickleTensor> _tensors;
    private readonly Dictionary<string, TensorEntry> _entries = [];

    private PickleFile(MappedFile file)
    {
        _file = file;
        var archive = PickleArchive.Read(file);
        _tensors = PickleStateDict.Of(archive.Root, file.Path);
        foreach (var (name, tensor) in _tensors)
            _entries[name] = Entry(name, tensor, archive.Storages);
    }

    public string Path => _file.Path;

    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, TensorEntry> Entries => _entries;

    /// <exception cref="InvalidDataException">The file is not complete or not safe; the message says why.</exception>
    public static PickleFile Open(string path)
    {
        var file = MappedFile.Open(path);
        try
        {
            return new PickleFile(file);
        }
        catch (OverflowException error)
        {
            file.Dispose();
            throw new InvalidDataException($"{path}: a size in it is too large to be one.", error);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void ReadInto(string name, Tensor destination)
    {
        var (tensor, entry) = (_tensors[name], _entries[name]);
        if (tensor.IsContiguous)
        {
            _file.ReadInto(entry.Offset, entry.DType, destination);
            return;
        }

        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var span = empty([tensor.Span], entry.DType, CPU);
        _file.ReadInto(entry.Offset, entry.DType, span);
        destination.copy_(span.as_strided(tensor.Shape, tensor.Strides));
    }

    public void Dispose() => _file.Dispose();

    private TensorEntry Entry(
        string name, PickleTensor tensor, IReadOnlyDictionary<string, (long Offset, long Length)> storages)
    {
        var (key, dtype, count) = tensor.Storage;
        var size = SafetensorsDType.SizeOf(dtype);
        if (!storages.TryGetValue(key, out var place))
            throw new InvalidDataException($"{Path}: storage '{key}' of tensor '{name}' is missing.");
        if (place.Length < checked(count * size) || place.Offset > _file.Length - place.Length)
            throw new InvalidDataException(
                $"{Path}: storage '{key}' of tensor '{name}' must have {count} elements of {size} bytes, "
                + $"got {place.Length} bytes at {place.Offset} of {_file.Length}.");

        return new TensorEntry(dtype, tensor.Shape, place.Offset + tensor.Offset * size, tensor.Count * size);
    }
}
