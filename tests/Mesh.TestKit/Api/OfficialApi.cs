using System.Reflection;
using System.Text.RegularExpressions;

namespace Mesh.TestKit.Api;

/// <summary>Reads an official-api.txt: types at the margin, members indented by two spaces.</summary>
/// <param name="known">Assemblies whose value types the text may name.</param>
public sealed partial class OfficialApi(params Assembly[] known)
{
    private readonly TypeNames _types = new(known);

    public HashSet<string> Read(IEnumerable<string> lines)
    {
        var members = new HashSet<string>();
        var type = "";
        foreach (var line in lines)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] != ' ')
                AddType(members, type = Compact(line[..line.IndexOf("  [", StringComparison.Ordinal)]));
            else if (Member(type, line.Trim()) is { } member)
                members.Add($"{type}::{member}");
        }
        return members;
    }

    /// <summary>"name", "name(type name, type name=)", "operator +(...)", "implicit(...)", "this[...]".</summary>
    public string? Member(string type, string line)
    {
        if (line[0] == '#')
            return null;
        if (Indexer().Match(line) is { Success: true } indexer)
            return $"this[{Parameters(indexer.Groups[1].Value)}]";
        if (Conversion().Match(line) is { Success: true } conversion)
            return $"{conversion.Groups[1].Value} operator {TypeName(conversion.Groups[2].Value)}"
                + $"({Parameters(conversion.Groups[3].Value)})";
        if (Operator().Match(line) is { Success: true } op)
            return $"operator {op.Groups[1].Value}({Parameters(op.Groups[2].Value)})";
        var body = Where().Replace(line, "");
        if (Property().Match(body) is { Success: true } property)
            return property.Groups[1].Value.TrimStart('@');
        if (TypeNames.TopLevel(body, '=') < 0 && Method().Match(body) is { Success: true } method)
            return $"{method.Groups[1].Value.TrimStart('@')}{method.Groups[2].Value.Replace(" ", "")}"
                + $"({Parameters(Inside(body, method.Groups[3].Index))})";
        return Field().Match(body) is { Success: true } field ? field.Groups[1].Value.TrimStart('@') : null;
    }

    private string TypeName(string text) => _types.Normal(text);

    /// <summary>A class that only holds other types has no line of its own.</summary>
    private static void AddType(HashSet<string> members, string type)
    {
        for (var end = type.Length; end > 0; end = type.LastIndexOf('.', end - 1))
            members.Add(type[..end]);
    }

    private static string Compact(string type) => type.Replace(" ", "");

    private static string Inside(string body, int open) => body[(open + 1)..^1];

    private string Parameters(string text) => string.Join(", ", TypeNames.Split(text).Select(Parameter));

    private string Parameter(string text)
    {
        var equals = TypeNames.TopLevel(text, '=');
        var declaration = (equals < 0 ? text : text[..equals]).Trim();
        declaration = Modifiers().Replace(declaration, "");
        var space = declaration.LastIndexOfAny([' ', ')', '>', '?']);
        var (type, name) = (declaration[..(space + 1)], declaration[(space + 1)..].TrimStart('@'));
        return $"{_types.Normal(type)} {name}{(equals < 0 ? "" : "=")}";
    }

    [GeneratedRegex(@"^(\[[^]]*\] ?)*((this|params|out|ref)\b ?)*")]
    private static partial Regex Modifiers();

    [GeneratedRegex(@"\bthis\[(.*)\]\s*\{")]
    private static partial Regex Indexer();

    [GeneratedRegex(@"\b(implicit|explicit) operator (.+?)\((.*)\)$")]
    private static partial Regex Conversion();

    [GeneratedRegex(@"\boperator\s*([^\w\s(]+)\s*\((.*)\)$")]
    private static partial Regex Operator();

    [GeneratedRegex(@"(?<=\))\s*where .*$")]
    private static partial Regex Where();

    [GeneratedRegex(@"(@?\w+)\s*\{")]
    private static partial Regex Property();

    [GeneratedRegex(@"(@?\w+)(<[\w, ]+>)?(\()(?:[^()]|\([^()]*\))*\)$")]
    private static partial Regex Method();

    [GeneratedRegex(@"(@?\w+)\s*(?:=.*)?$")]
    private static partial Regex Field();
}
