namespace Mesh.Stores.Jobs;

/// <summary>Some edits of a list.</summary>
/// <param name="Edits">Newest first.</param>
/// <param name="Next">Cursor of the page that follows, or null on the last one.</param>
public sealed record EditPage(IReadOnlyList<EditJob> Edits, string? Next);
