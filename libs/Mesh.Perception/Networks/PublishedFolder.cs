using System.Text.Json;
using Mesh.Tensors;
using Mesh.Tokenizers;
using static TorchSharp.torch;

namespace Mesh.Perception.Networks;

/// <summary>A folder as Hugging Face publishes it: config.json and the weights.</summary>
/// <remarks>Every problem is told as a <see cref="PerceptionException"/> that names the file.</remarks>
internal sealed class PublishedFolder
{
    private const string ConfigName = "config.json";

    private readonly string _folder;

    public PublishedFolder(string folder)
    {
        if (!Directory.Exists(folder))
            throw new PerceptionException($"model folder not found: {folder}");
        _folder = folder;
    }

    /// <summary>The name of the folder: what the network is called.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_folder)));

    public bool Has(string file) => File.Exists(Path.Combine(_folder, file));

    /// <summary>Reads config.json.</summary>
    /// <param name="read">Makes our config.</param>
    public T Config<T>(Func<JsonElement, T> read) => Json(ConfigName, read);

    /// <summary>Reads a file of JSON.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="read">Makes what is wanted.</param>
    public T Json<T>(string file, Func<JsonElement, T> read)
    {
        var path = Path.Combine(_folder, file);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return read(document.RootElement);
        }
        catch (FileNotFoundException error)
        {
            throw new PerceptionException($"{_folder}: {file} is missing.", error);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException
            or ArgumentException or FormatException)
        {
            throw new PerceptionException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>The tokenizer of the folder.</summary>
    public Tokenizer Tokenizer()
    {
        try
        {
            return Tokenizers.Tokenizer.Open(_folder);
        }
        catch (Exception error) when (error is IOException or TokenizerFormatException)
        {
            throw new PerceptionException($"{_folder}: {error.Message}", error);
        }
    }

    /// <summary>Builds a network and fills it with the weights of the folder.</summary>
    /// <param name="build">Makes the network, where and in the precision it will run.</param>
    /// <param name="keyOf">From the names in the file to those of the network; null for one it does not need.</param>
    public T Weights<T>(Func<T> build, Func<string, string?> keyOf)
        where T : nn.Module
    {
        T? network = null;
        try
        {
            using var checkpoint = Checkpoint.Open(_folder);
            network = build();
            StateDict.Load(network, checkpoint, keyOf);
            network.eval();
            return network;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ArgumentException)
        {
            network?.Dispose();
            throw new PerceptionException($"{_folder}: {error.Message}", error);
        }
    }
}
