namespace Mesh.Cli;

/// <summary>The repository this program was built from: where the models and samples lie.</summary>
internal static class Home
{
    private const string Marker = "Mesh.sln";

    /// <summary>MESH_HOME, or the nearest repository above the program, or the current folder.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("MESH_HOME") is { Length: > 0 } home
        ? home
        : Above(AppContext.BaseDirectory) ?? Directory.GetCurrentDirectory();

    /// <summary>A folder as the person means it: a path, or the name of a model beside the repository's own.</summary>
    public static string Model(string nameOrPath)
    {
        var own = System.IO.Path.Combine(Path, "models", nameOrPath);
        return !Directory.Exists(nameOrPath) && Directory.Exists(own) ? own : nameOrPath;
    }

    private static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, Marker)))
                return at.FullName;
        }
        return null;
    }
}
