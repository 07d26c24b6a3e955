using System.Text.Json;
using Mesh.Editing.Families;
using Mesh.Tensors;

namespace Mesh.Editing.Stages;

/// <summary>What a stage says about the tensors it wrote: one JSON record in the metadata of the file.</summary>
internal static class StageMetadata
{
    private const string Key = "mesh";

    private static readonly JsonSerializerOptions Json = new(ModelJson.Options) { WriteIndented = false };

    public static IReadOnlyDictionary<string, string> Of<T>(T facts) =>
        new Dictionary<string, string> { [Key] = JsonSerializer.Serialize(facts, Json) };

    /// <exception cref="InvalidDataException">The file is not of this kind.</exception>
    public static T Read<T>(SafetensorsFile file)
    {
        try
        {
            if (file.Metadata.TryGetValue(Key, out var json)
                && JsonSerializer.Deserialize<T>(json, Json) is { } facts)
            {
                return facts;
            }
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{file.Path} holds no {typeof(T).Name}: {error.Message}", error);
        }
        throw new InvalidDataException($"{file.Path} holds no {typeof(T).Name}: it has no \"{Key}\" in its metadata.");
    }
}
