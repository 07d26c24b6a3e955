using System.Text.Json;

namespace Mesh.Parity.Tests;

/// <summary>Reading the constructor arguments of a reference network.</summary>
internal static class CfgReader
{
    public static int Integer(this JsonElement cfg, string name) => cfg.GetProperty(name).GetInt32();

    public static int Integer(this JsonElement cfg, string name, int otherwise) =>
        cfg.Optional(name)?.GetInt32() ?? otherwise;

    public static double Number(this JsonElement cfg, string name, double otherwise) =>
        cfg.Optional(name)?.GetDouble() ?? otherwise;

    public static string Text(this JsonElement cfg, string name, string otherwise) =>
        cfg.Optional(name)?.GetString() ?? otherwise;

    /// <summary>Null where a setting is missing or null.</summary>
    public static JsonElement? Optional(this JsonElement cfg, string name) =>
        cfg.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
