namespace Mesh.ServiceDefaults.Errors;

/// <summary>Text of unknown origin, made fit for a message.</summary>
public static class Shown
{
    private const int Kept = 80;

    /// <summary>One line of at most 80 characters: control characters become '?', the rest is cut off.</summary>
    public static string Line(string text)
    {
        var line = string.Concat(text.Take(Kept).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return text.Length > Kept ? line + "..." : line;
    }
}
