namespace Mesh.Tokenizers;

/// <summary>How texts of different lengths become one batch.</summary>
public sealed record BatchShape
{
    /// <summary>
    /// Most ids of a text, special ones included; a longer one loses the end before its closing tokens.
    /// </summary>
    public required int MaxLength { get; init; }

    /// <summary>Id of padding.</summary>
    public required int PadId { get; init; }

    /// <summary>Whether padding stands in front, as generation needs it.</summary>
    public bool PadLeft { get; init; }

    /// <summary>Whether every batch is as long as it may be; otherwise as its longest text.</summary>
    public bool PadToMaximum { get; init; } = true;
}
