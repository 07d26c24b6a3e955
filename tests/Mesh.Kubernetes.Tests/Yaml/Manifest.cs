using YamlDotNet.RepresentationModel;

namespace Mesh.Kubernetes.Tests.Yaml;

/// <summary>One object of a rendered overlay.</summary>
internal sealed record Manifest(string Kind, string Name, YamlNode Root)
{
    public override string ToString() => $"{Kind}/{Name}";

    public string Text(params object[] path) => Root.Text(path);

    public YamlNode? At(params object[] path) => Root.At(path);

    public IEnumerable<YamlNode> Items(params object[] path) => Root.Items(path);

    public static IReadOnlyList<Manifest> Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return
        [
            .. from document in stream.Documents
               let root = document.RootNode
               select new Manifest(root.Text("kind"), root.Text("metadata", "name"), root),
        ];
    }
}
