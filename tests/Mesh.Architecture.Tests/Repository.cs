using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Mesh.Architecture.Tests;

/// <summary>The source tree that the rules are checked against.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(ThisFolder(), "../.."));

    /// <summary>Every project below the given top-level folders, without build output.</summary>
    public static IEnumerable<string> Projects(params string[] folders) =>
        from folder in folders
        let path = Path.Combine(Root, folder)
        where Directory.Exists(path)
        from project in Directory.EnumerateFiles(path, "*.csproj", SearchOption.AllDirectories)
        orderby project
        select project;

    /// <summary>C# files below the given top-level folders.</summary>
    public static IEnumerable<string> Sources(params string[] folders) =>
        from folder in folders
        let path = Path.Combine(Root, folder)
        where Directory.Exists(path)
        from file in Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
        orderby file
        select file;

    public static string Name(string project) => Path.GetFileNameWithoutExtension(project);

    /// <summary>Names of the projects that <paramref name="project"/> references directly.</summary>
    public static IEnumerable<string> References(string project) =>
        from reference in XDocument.Load(project).Descendants("ProjectReference")
        select Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!);

    /// <summary>Names of the packages that <paramref name="project"/> references directly.</summary>
    public static IEnumerable<string> Packages(string project) =>
        from reference in XDocument.Load(project).Descendants("PackageReference")
        select (string)reference.Attribute("Include")!;

    private static string ThisFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
