using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Mesh.TestKit.Api;

/// <summary>Names of types as C# writes them, without namespaces or outer types, from text and reflection.</summary>
/// <param name="known">Where value types come from: text does not tell "Half?" from "Tensor?".</param>
internal sealed partial class TypeNames(params Assembly[] known)
{
    private readonly HashSet<string> _valueTypes =
    [
        .. known.Append(typeof(object).Assembly).SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.IsValueType)
            .Select(type => type.Name),
    ];

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(char)] = "char",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
        [typeof(void)] = "void",
    };

    /// <summary>The text without qualifiers, tuple names, spaces, and marks of nullable references.</summary>
    internal string Normal(string text)
    {
        text = text.Trim();
        if (text.EndsWith("[]?", StringComparison.Ordinal))
            text = text[..^1];
        if (Array().Match(text) is { Success: true } array)
            return $"{Normal(text[..array.Index])}[{array.Value.Replace(" ", "")[1..^1]}]";
        if (text.EndsWith('?'))
            return Normal(text[..^1]) + (IsValue(text[..^1]) ? "?" : "");
        if (text.StartsWith('('))
            return $"({string.Join(",", Split(text[1..^1]).Select(element => Normal(Unnamed(element))))})";
        if (text.IndexOf('<', StringComparison.Ordinal) is var open and > 0)
            return $"{Last(text[..open])}<{string.Join(",", Split(text[(open + 1)..^1]).Select(Normal))}>";
        return Last(text);
    }

    internal static string Normal(Type type)
    {
        if (type.IsByRef)
            return Normal(type.GetElementType()!);
        if (type.IsArray)
            return $"{Normal(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Normal(underlying) + "?";
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsAssignableTo(typeof(ITuple)) && type.IsValueType)
            return $"({Arguments(type)})";
        var name = type.Name.Split('`')[0];
        return type.IsGenericType && type.Name.Contains('`') ? $"{name}<{Arguments(type)}>" : name;
    }

    /// <summary>The parts between commas that stand in no bracket.</summary>
    internal static IEnumerable<string> Split(string text)
    {
        while (TopLevel(text, ',') is var comma and >= 0)
        {
            yield return text[..comma].Trim();
            text = text[(comma + 1)..];
        }
        if (text.Trim().Length > 0)
            yield return text.Trim();
    }

    internal static int TopLevel(string text, char wanted)
    {
        var depth = 0;
        for (var k = 0; k < text.Length; k++)
        {
            if (depth == 0 && text[k] == wanted)
                return k;
            depth += text[k] is '(' or '<' or '[' ? 1 : text[k] is ')' or '>' or ']' ? -1 : 0;
        }
        return -1;
    }

    private static string Arguments(Type type) => string.Join(",", type.GetGenericArguments().Select(Normal));

    private static string Last(string text) => text.Trim()[(text.Trim().LastIndexOf('.') + 1)..].TrimStart('@');

    private bool IsValue(string text)
    {
        var name = Normal(text);
        return name.StartsWith('(') || (Keywords.ContainsValue(name) && name is not ("string" or "object"))
            || _valueTypes.Contains(name);
    }

    private static string Unnamed(string element)
    {
        var space = element.LastIndexOf(' ');
        return space > 0 && element[space - 1] != ',' && !element.EndsWith(')') ? element[..space] : element;
    }

    [GeneratedRegex(@"\[[, ]*\]$")]
    private static partial Regex Array();
}
