namespace Mesh.Stores.Artifacts;

/// <summary>The checksums that a dataset ends with: lines of a SHA-256, two spaces and a path.</summary>
public static class FolderSums
{
    /// <summary>Written last: without it a folder is not complete.</summary>
    public const string FileName = "sha256sums";

    /// <summary>Writes the checksums of every file of a folder but hidden ones.</summary>
    public static async Task WriteAsync(string folder, CancellationToken cancellation = default)
    {
        var lines = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            .Where(file => file != FileName && !file.StartsWith('.')).Order(StringComparer.Ordinal))
        {
            lines.Add($"{await FileHash.OfAsync(Path.Combine(folder, file), cancellation)}  {file}\n");
        }
        var fresh = Path.Combine(folder, $".{FileName}");
        await File.WriteAllTextAsync(fresh, string.Concat(lines), cancellation);
        File.Move(fresh, Path.Combine(folder, FileName), overwrite: true);
    }
}
