namespace Mesh.Video;

/// <summary>One thing an edit should leave as it was, measured on the written file.</summary>
/// <param name="Name">"frame count", "timestamps", "duration", "display size", "colour tags", "audio"...</param>
/// <param name="IsPreserved">True when nothing was lost.</param>
/// <param name="Source">Its value in the source.</param>
/// <param name="Output">Its value in the written file.</param>
/// <param name="Reason">Why it differs, or how it was kept; null when there is nothing to say.</param>
public sealed record PreservedFact(string Name, bool IsPreserved, string Source, string Output, string? Reason = null)
{
    /// <summary>False for what is reported but not promised, such as the pixel format.</summary>
    public bool IsPromised { get; init; } = true;
}
