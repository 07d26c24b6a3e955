using Mesh.Video;

namespace Mesh.Perception.Chat;

/// <summary>What one side of a conversation said.</summary>
/// <param name="Role">system, user or assistant.</param>
/// <param name="Parts">In the order in which they are read.</param>
public sealed record ChatMessage(string Role, IReadOnlyList<ChatPart> Parts);

/// <summary>A piece of a message.</summary>
public abstract record ChatPart;

/// <summary>Words.</summary>
/// <param name="Text">What looks like a control token in it is text.</param>
public sealed record ChatText(string Text) : ChatPart;

/// <summary>A picture.</summary>
/// <param name="Picture">Of any size.</param>
public sealed record ChatImage(RgbImage Picture) : ChatPart;

/// <summary>A video.</summary>
/// <param name="Frames">All of one size, in the order in which they are shown.</param>
/// <param name="FramesPerSecond">At which they were taken.</param>
public sealed record ChatVideo(IReadOnlyList<RgbImage> Frames, double FramesPerSecond) : ChatPart;

/// <summary>How a reply is made.</summary>
public sealed record ChatOptions
{
    /// <summary>Most tokens of the reply.</summary>
    public int MaxTokens { get; init; } = 512;

    /// <summary>0 takes the likeliest token, more draws among them.</summary>
    public double Temperature { get; init; }

    /// <summary>Draws from the fewest tokens that together have this probability, above 0 to 1.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Of the draws.</summary>
    public int Seed { get; init; }
}

/// <summary>A reply.</summary>
/// <param name="Text">What was said.</param>
/// <param name="PromptTokens">Tokens of the conversation, pictures among them.</param>
/// <param name="ReplyTokens">Tokens of the reply.</param>
/// <param name="IsComplete">Whether it ended by itself, and not at the limit.</param>
public sealed record ChatReply(string Text, int PromptTokens, int ReplyTokens, bool IsComplete);
