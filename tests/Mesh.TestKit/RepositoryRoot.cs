namespace Mesh.TestKit;

/// <summary>Where the repository lies that this test was built from.</summary>
public static class RepositoryRoot
{
    /// <exception cref="DirectoryNotFoundException">The test does not run inside a checkout.</exception>
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Directory.Packages.props")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} is not inside the repository.");
    }
}
