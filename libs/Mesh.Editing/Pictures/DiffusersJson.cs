using System.Text.Json;

namespace Mesh.Editing.Pictures;

/// <summary>Reads the config.json of a part.</summary>
internal static class DiffusersJson
{
    /// <exception cref="KeyNotFoundException">There is no such number.</exception>
    public static int Integer(this JsonElement json, string name) => json.GetProperty(name).GetInt32();

    public static int Integer(this JsonElement json, string name, int otherwise) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetInt32()
            : otherwise;

    public static double Number(this JsonElement json, string name, double otherwise) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : otherwise;

    public static bool Is(this JsonElement json, string name, bool otherwise = false) =>
        json.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.True : otherwise;

    /// <exception cref="KeyNotFoundException">There is no such list.</exception>
    public static IReadOnlyList<int> Integers(this JsonElement json, string name) =>
        [.. json.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];

    /// <exception cref="KeyNotFoundException">There is no such list.</exception>
    public static IReadOnlyList<double> Numbers(this JsonElement json, string name) =>
        [.. json.GetProperty(name).EnumerateArray().Select(item => item.GetDouble())];
}
