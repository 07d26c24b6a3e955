using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mesh.Gateway.Tests.Rest;

/// <summary>Holds JSON to a schema of an OpenAPI document: what a strict client that was generated from it would do.
/// </summary>
/// <param name="document">The document, whose references are followed.</param>
internal sealed class SchemaCheck(JsonElement document)
{
    // What this reads; a schema with more would be checked for less than it says.
    private static readonly HashSet<string> Known =
    [
        "$ref", "type", "const", "enum", "properties", "required", "additionalProperties", "items", "minimum",
        "maximum", "maxLength", "pattern", "format", "default", "description", "examples", "contentMediaType",
    ];

    /// <summary>Everything that is wrong, "path: what"; fields that are not described are wrong, too.</summary>
    public IEnumerable<string> Faults(JsonElement schema, JsonElement value, string at = "$")
    {
        schema = Resolve(schema);
        foreach (var word in schema.EnumerateObject().Where(word => !Known.Contains(word.Name)))
            yield return $"{at}: the schema says {word.Name}, which is not checked";
        var own = Type(schema, value, at).Concat(Value(schema, value, at)).Concat(
            value.ValueKind == JsonValueKind.Object ? Fields(schema, value, at)
            : value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items)
                ? value.EnumerateArray().SelectMany((item, n) => Faults(items, item, $"{at}[{n}]"))
            : []);
        foreach (var fault in own)
            yield return fault;
    }

    /// <summary>The element itself, or what its reference names.</summary>
    public JsonElement Resolve(JsonElement element)
    {
        while (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference))
        {
            var at = document;
            foreach (var part in reference.GetString()!.TrimStart('#', '/').Split('/'))
                at = at.GetProperty(part);
            element = at;
        }
        return element;
    }

    private static IEnumerable<string> Type(JsonElement schema, JsonElement value, string at)
    {
        var type = schema.TryGetProperty("type", out var named) ? named.GetString() : null;
        var holds = type switch
        {
            null => true,
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            _ => false,
        };
        if (!holds)
            yield return $"{at}: expected {type}, got {value}";
    }

    private static IEnumerable<string> Value(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("const", out var only) && !JsonElement.DeepEquals(only, value))
            yield return $"{at}: expected {only}, got {value}";
        if (schema.TryGetProperty("enum", out var words)
            && !words.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value)))
            yield return $"{at}: expected one of {words}, got {value}";
        if (value.ValueKind == JsonValueKind.Number
            && ((schema.TryGetProperty("minimum", out var least) && value.GetDouble() < least.GetDouble())
                || (schema.TryGetProperty("maximum", out var most) && value.GetDouble() > most.GetDouble())))
            yield return $"{at}: {value} is out of range";
        if (value.ValueKind == JsonValueKind.String && schema.TryGetProperty("pattern", out var pattern)
            && !Regex.IsMatch(value.GetString()!, pattern.GetString()!))
            yield return $"{at}: {value} is not like {pattern}";
    }

    private IEnumerable<string> Fields(JsonElement schema, JsonElement value, string at)
    {
        if (!schema.TryGetProperty("properties", out var fields))
            yield break;
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray()
                .Where(name => !value.TryGetProperty(name.GetString()!, out _)))
                yield return $"{at}: {name} is missing";
        }
        foreach (var field in value.EnumerateObject())
        {
            var faults = fields.TryGetProperty(field.Name, out var part)
                ? Faults(part, field.Value, $"{at}.{field.Name}")
                : [$"{at}: {field.Name} is not described"];
            foreach (var fault in faults)
                yield return fault;
        }
    }
}
