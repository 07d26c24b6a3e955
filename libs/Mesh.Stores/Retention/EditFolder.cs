namespace Mesh.Stores.Retention;

/// <summary>Where the artifacts of an edit are.</summary>
public static class EditFolder
{
    /// <summary>Prefix of the artifacts of all edits.</summary>
    public const string Root = "edits";

    /// <summary>Prefix of the artifacts of an edit.</summary>
    public static string Of(Guid edit) => $"{Root}/{edit:N}";

    /// <summary>The edit that an artifact belongs to, or null.</summary>
    public static Guid? Owner(string key) =>
        key.Split('/') is [Root, var id, _, ..] && Guid.TryParseExact(id, "N", out var edit) ? edit : null;
}
