namespace Grpc.Core.Wire;

/// <summary>Metadata as header fields.</summary>
internal static class MetadataText
{
    /// <summary>Headers of HTTP/2 and of the protocol itself, which are no metadata.</summary>
    private static readonly HashSet<string> Protocol = new(StringComparer.OrdinalIgnoreCase)
    {
        "content-type", "content-encoding", "te", "host", "accept-encoding", "transfer-encoding", "connection",
        "grpc-timeout", "grpc-encoding", "grpc-accept-encoding", "grpc-message-type", "grpc-status", "grpc-message",
    };

    /// <summary>Whether a header field is metadata.</summary>
    public static bool IsMetadata(string name) => !name.StartsWith(':') && !Protocol.Contains(name);

    /// <summary>The field's value of an entry: text, or base64 of bytes.</summary>
    public static string Encode(Metadata.Entry entry) =>
        entry.IsBinary ? Convert.ToBase64String(entry.Bytes) : entry.Value;

    /// <summary>Adds what a received field holds; several values of bytes may share one field.</summary>
    /// <exception cref="RpcException">A "-bin" value is no base64.</exception>
    public static void Add(Metadata metadata, string name, string? value)
    {
        var key = name.ToLowerInvariant();
        if (!key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
        {
            metadata.Add(new Metadata.Entry(key, (value ?? "").Trim(), null));
            return;
        }

        foreach (var part in (value ?? "").Split(','))
            metadata.Add(new Metadata.Entry(key, null, Decode(key, part.Trim())));
    }

    /// <summary>Base64 with or without its padding.</summary>
    private static byte[] Decode(string key, string text)
    {
        try
        {
            var padding = (4 - text.Length % 4) % 4;
            return Convert.FromBase64String(padding is 1 or 2 ? text + new string('=', padding) : text);
        }
        catch (FormatException)
        {
            throw Failures.Internal($"The value of metadata '{key}' is no base64.");
        }
    }
}
