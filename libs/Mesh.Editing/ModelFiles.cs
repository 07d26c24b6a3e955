using System.Text.Json;
using Mesh.Editing.Families;
using Mesh.Tensors;
using Mesh.Tokenizers;

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

    /// <summary>The value of "family" in model.json or, without one there, in config.json; null for neither.</summary>
    /// <exception cref="ModelException">A file of these is no JSON.</exception>
    public string? Family() => FamilyIn(SettingsName) ?? FamilyIn(ConfigName);

    /// <summary>Why a folder is of no family.</summary>
    public ModelException NoFamily() => new(Has(ConfigName)
        ? $"{Full(ConfigName)}: \"family\" is missing."
        : $"{_folder}: {ConfigName} is missing, and so are the files of a published model.");

    /// <summary>The file of Mesh's own settings: model.json, or a config.json that names a family.</summary>
    /// <returns>Null when there is none.</returns>
    public string? OwnConfig() => Has(SettingsName) ? SettingsName : FamilyIn(ConfigName) is null ? null : ConfigName;

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
            throw new ModelException($"{Full(OwnConfig() ?? ConfigName)}: {error.Message}", error);
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

    /// <summary>The first of some files or folders that exists; null when none does.</summary>
    public string? Find(IEnumerable<string> candidates) =>
        candidates.FirstOrDefault(Has) is { } file ? Full(file) : null;

    /// <exception cref="ModelException">It is not valid, or not safe to read.</exception>
    public static Checkpoint Open(string path) => Read(path, Checkpoint.Open);

    /// <inheritdoc cref="Checkpoint.FilesOf"/>
    /// <exception cref="ModelException">It is no checkpoint.</exception>
    public static IReadOnlyList<string> FilesOf(string path) => Read(path, Checkpoint.FilesOf);

    /// <exception cref="ModelException">It is missing or is no T.</exception>
    public T Json<T>(string file)
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

    /// <summary>The path of the first of some files or folders that exists.</summary>
    /// <exception cref="ModelException">None does.</exception>
    public string Require(params ReadOnlySpan<string> candidates)
    {
        foreach (var file in candidates)
        {
            if (Has(file))
                return Full(file);
        }
        throw new ModelException($"{_folder}: {string.Join(" or ", candidates!)} is missing.");
    }

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new ModelException($"{path}: {error.Message}", error);
        }
    }

    private string? FamilyIn(string file) =>
        Has(file) && Json<JsonElement>(file) is { ValueKind: JsonValueKind.Object } root
        && root.TryGetProperty("family", out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()
            : null;

    private string Full(string file) => Path.Combine(_folder, file);
}
