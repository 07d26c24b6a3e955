using System.Text.Json;
using Mesh.Editing.Families;
using Mesh.Tensors;
using Mesh.Tokenizers;
using static TorchSharp.torch;

namespace Mesh.Editing;

/// <summary>The files of one model folder; every problem is told as a <see cref="ModelException"/>.</summary>
internal sealed class ModelFiles
{
    public const string ConfigName = "config.json";

    /// <summary>What Mesh is told beside a config.json that others published.</summary>
    public const string SettingsName = "model.json";

    private readonly string _folder;

    /// <param name="folder">The folder.</param>
    /// <param name="name">What the model is called; null for the name of the folder.</param>
    /// <exception cref="ModelException">The folder does not exist.</exception>
    public ModelFiles(string folder, string? name = null)
    {
        if (!Directory.Exists(folder))
            throw new ModelException($"model folder not found: {folder}");
        _folder = folder;
        Name = name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
    }

    public string Name { get; }

    public bool Has(string file) => Path.Exists(Path.Combine(_folder, file));

    /// <summary>The value of "family" in config.json.</summary>
    /// <exception cref="ModelException">There is no readable config.json with a family.</exception>
    public string Family()
    {
        var family = Config<JsonElement>();
        return family.ValueKind == JsonValueKind.Object
            && family.TryGetProperty("family", out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()!
            : throw new ModelException($"{Full(ConfigName)}: \"family\" is missing.");
    }

    /// <exception cref="ModelException">config.json is missing or is no T.</exception>
    public T Config<T>() => Json<T>(ConfigName);

    /// <summary>model.json, or null when there is none.</summary>
    /// <exception cref="ModelException">It is no T.</exception>
    public T? Settings<T>()
        where T : class => Has(SettingsName) ? Json<T>(SettingsName) : null;

    /// <summary>Runs the checks of a configuration and names the file when one fails.</summary>
    public void Check(params ReadOnlySpan<Action> checks)
    {
        try
        {
            foreach (var check in checks)
                check();
        }
        catch (ArgumentException error)
        {
            throw new ModelException($"{Full(ConfigName)}: {error.Message}", error);
        }
    }

    /// <summary>Builds a network and fills it with weights.</summary>
    /// <param name="build">Makes the network, where and in the precision it will run.</param>
    /// <param name="candidates">Files or folders that may hold the weights; the first that exists is taken.</param>
    /// <exception cref="ModelException">No file, an unreadable one, or other names or shapes.</exception>
    public T Weights<T>(Func<T> build, params ReadOnlySpan<string> candidates)
        where T : nn.Module => Weights(build, static (_, _) => static name => name, candidates);

    /// <inheritdoc cref="Weights{T}(Func{T}, ReadOnlySpan{string})"/>
    /// <param name="build">Makes the network, where and in the precision it will run.</param>
    /// <param name="keys">From the names in the file to those of the network; null for one it does not need.</param>
    /// <param name="candidates">Files or folders that may hold the weights; the first that exists is taken.</param>
    public T Weights<T>(
        Func<T> build, Func<IEnumerable<string>, T, Func<string, string?>> keys, params ReadOnlySpan<string> candidates)
        where T : nn.Module
    {
        using var checkpoint = Open(Require(candidates));
        var module = build();
        try
        {
            StateDict.Load(module, checkpoint, keys(checkpoint.Names, module));
            module.eval();
            return module;
        }
        catch (InvalidDataException error)
        {
            module.Dispose();
            throw new ModelException(error.Message, error);
        }
    }

    /// <exception cref="ModelException">The folder lacks a tokenizer, or it cannot be read.</exception>
    public Tokenizer Tokenizer(string folder)
    {
        try
        {
            return Tokenizers.Tokenizer.Open(Require(folder));
        }
        catch (Exception error) when (error is IOException or TokenizerFormatException)
        {
            throw new ModelException($"{_folder}: {error.Message}", error);
        }
    }

    /// <summary>A JSON file of the folder.</summary>
    /// <exception cref="ModelException">It is missing or no JSON.</exception>
    public JsonElement Document(string file) => Json<JsonElement>(file);

    private T Json<T>(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(Require(file)), ModelJson.Options)
                ?? throw new ModelException($"{Full(file)} is empty.");
        }
        catch (JsonException error)
        {
            throw new ModelException($"{Full(file)}: {error.Message}", error);
        }
    }

    private static Checkpoint Open(string path)
    {
        try
        {
            return Checkpoint.Open(path);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new ModelException($"{path}: {error.Message}", error);
        }
    }

    private string Require(params ReadOnlySpan<string> candidates)
    {
        foreach (var file in candidates)
        {
            if (Has(file))
                return Full(file);
        }
        throw new ModelException($"{_folder}: {string.Join(" or ", candidates!)} is missing.");
    }

    private string Full(string file) => Path.Combine(_folder, file);
}
