using System.Text.RegularExpressions;

namespace Mesh.Stores.Artifacts;

/// <summary>
/// Names of artifacts: segments of a-z, 0-9, '-', '.' and '_', joined by '/', none starting with '.' or '-'. So a key
/// is the same file on every file system and leads out of no folder.
/// </summary>
public static partial class ArtifactKey
{
    /// <summary>Longest key, in characters.</summary>
    public const int MaxLength = 512;

    /// <summary>Longest segment, in characters: a file name with room for that of its temporary.</summary>
    public const int MaxSegment = 180;

    /// <summary>The key itself.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string Checked(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return IsValid(key) ? key : throw Bad(key, nameof(key));
    }

    /// <summary>A key to start from, without a trailing '/'.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string CheckedPrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var key = prefix.EndsWith('/') ? prefix[..^1] : prefix;
        return IsValid(key) ? key : throw Bad(prefix, nameof(prefix));
    }

    public static bool IsValid(string key) => key.Length <= MaxLength && Pattern().IsMatch(key)
        && key.Split('/').All(segment => segment.Length <= MaxSegment);

    private static ArgumentException Bad(string key, string parameter)
    {
        var shown = key.Length > 80 ? key[..80] + "..." : key;
        return new ArgumentException(
            $"'{shown}' is no artifact key: expected segments of a-z, 0-9, '-', '.', '_' joined by '/', none starting "
            + $"with '.' or '-', at most {MaxSegment} characters each and {MaxLength} together.", parameter);
    }

    [GeneratedRegex(@"\A[a-z0-9_][a-z0-9._-]*(/[a-z0-9_][a-z0-9._-]*)*\z")]
    private static partial Regex Pattern();
}
