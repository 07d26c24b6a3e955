namespace Mesh.Curation.Generation;

/// <summary>Edits one frame by an instruction: the picture that a generated clip begins with (Ditto, section 3.3).
/// </summary>
public interface IKeyFrameEditor
{
    /// <summary>What edits, with its version.</summary>
    string Name { get; }

    /// <param name="frame">A PNG.</param>
    /// <param name="instruction">What to do, in words.</param>
    /// <param name="seed">Decides every random choice; below 2^53.</param>
    /// <param name="edited">The PNG to write.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ToolRefusedException">It does not edit this frame.</exception>
    /// <exception cref="Instructions.AnnotatorUnavailableException">It cannot be reached now.</exception>
    Task EditAsync(string frame, string instruction, ulong seed, string edited, CancellationToken cancellation);
}
