using System.Text.Json;
using System.Text.Json.Serialization;
using Mesh.Nano.Evaluation;

namespace Mesh.Nano.Output;

/// <summary>The figures of a model as JSON.</summary>
public static class MetricsFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DictionaryKeyPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string ToJson(EvaluationReport report) => JsonSerializer.Serialize(report, Options);

    public static void Save(string path, EvaluationReport report) => File.WriteAllText(path, ToJson(report) + "\n");

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file holds no figures.</exception>
    public static EvaluationReport Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<EvaluationReport>(File.ReadAllText(path), Options)!;
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }
}
