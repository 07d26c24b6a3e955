namespace Grpc.Core;

[Flags]
public enum WriteFlags
{
    /// <summary>More follows soon: need not be sent at once.</summary>
    BufferHint = 0x1,

    /// <summary>Send this message as it is even where the call compresses.</summary>
    NoCompress = 0x2,
}

/// <summary>How a message is written.</summary>
public class WriteOptions
{
    public static readonly WriteOptions Default = new();

    public WriteOptions(WriteFlags flags = default) => Flags = flags;

    public WriteFlags Flags { get; }
}
