using YamlDotNet.RepresentationModel;

namespace Mesh.Kubernetes.Tests.Yaml;

/// <summary>Reads YAML by path: a string is a key, an int an index.</summary>
internal static class YamlPaths
{
    /// <summary>The node; null when a part of the path is not there.</summary>
    public static YamlNode? At(this YamlNode node, params object[] path)
    {
        var at = (YamlNode?)node;
        foreach (var part in path)
        {
            at = (at, part) switch
            {
                (YamlMappingNode map, string key) =>
                    map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null,
                (YamlSequenceNode list, int index) => list.Children.ElementAtOrDefault(index),
                _ => null,
            };
        }

        return at;
    }

    /// <summary>A scalar; "" when it is not there.</summary>
    public static string Text(this YamlNode node, params object[] path) =>
        (node.At(path) as YamlScalarNode)?.Value ?? "";

    /// <summary>A whole number; 0 when it is not there.</summary>
    public static int Number(this YamlNode node, params object[] path) =>
        int.TryParse(node.Text(path), out var number) ? number : 0;

    /// <summary>Items of a list; none when it is not there.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode node, params object[] path) =>
        (node.At(path) as YamlSequenceNode)?.Children ?? [];

    /// <summary>Entries of a mapping; none when it is not there.</summary>
    public static IEnumerable<(string Key, YamlNode Value)> Entries(this YamlNode node, params object[] path) =>
        node.At(path) is YamlMappingNode map ? map.Children.Select(pair => (pair.Key.Text(), pair.Value)) : [];
}
