namespace Mesh.Stores.Retention;

/// <summary>How long edits and their artifacts are kept.</summary>
public sealed record RetentionOptions
{
    /// <summary>An edit and its result, from its end on; default 7 days.</summary>
    public TimeSpan Edits { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Artifacts of an edit that failed or was cancelled: time for its workers to notice; default 10 min.
    /// </summary>
    public TimeSpan Unfinished { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Artifacts that belong to no edit, and leftovers of interrupted writes, from their last write on. Longer
    /// than an upload takes; default a day.</summary>
    public TimeSpan Orphans { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Time between two collections; default a minute.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Time between two walks over every artifact, for orphans; default 6 hours.</summary>
    public TimeSpan OrphanInterval { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Every setting that cannot work, one line each.</summary>
    public IEnumerable<string> Validate() =>
        from setting in new[]
        {
            (nameof(Edits), Edits), (nameof(Unfinished), Unfinished), (nameof(Orphans), Orphans),
            (nameof(Interval), Interval), (nameof(OrphanInterval), OrphanInterval),
        }
        where setting.Item2 <= TimeSpan.Zero
        select $"Retention {setting.Item1}: expected a time above 0, got {setting.Item2}.";
}
