namespace Mesh.Stores.Jobs;

/// <summary>Which edits of a tenant to list, newest first.</summary>
public sealed record EditQuery
{
    public required string Tenant { get; init; }

    /// <summary>Only edits in this state, when given.</summary>
    public EditJobState? State { get; init; }

    /// <summary>How many at most, from 1 on.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>Where to go on: <see cref="EditPage.Next"/> of the page before.</summary>
    public string? Cursor { get; init; }
}
