namespace Mesh.Editing.Verification;

/// <summary>One thing that was looked at in a model folder.</summary>
/// <param name="What">The file, network or tokenizer.</param>
/// <param name="Problem">One line; null when it is as it should be.</param>
public sealed record ModelCheck(string What, string? Problem)
{
    /// <summary>What is known about it when nothing is wrong.</summary>
    public string? Note { get; init; }

    public bool IsGood => Problem is null;
}
