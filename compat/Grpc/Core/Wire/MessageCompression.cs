using System.Buffers;
using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.Core.Wire;

/// <summary>The encodings that one side knows.</summary>
internal sealed class MessageCompression
{
    public const string Identity = "identity";

    public static readonly IReadOnlyList<ICompressionProvider> Defaults =
    [
        new GzipCompressionProvider(CompressionLevel.Fastest),
        new DeflateCompressionProvider(CompressionLevel.Fastest),
    ];

    private readonly Dictionary<string, ICompressionProvider> _providers = new(StringComparer.Ordinal);

    public MessageCompression(IEnumerable<ICompressionProvider> providers)
    {
        foreach (var provider in providers)
            _providers.TryAdd(provider.EncodingName, provider);
        AcceptEncoding = string.Join(',', _providers.Keys.Prepend(Identity));
    }

    /// <summary>Value of "grpc-accept-encoding".</summary>
    public string AcceptEncoding { get; }

    /// <summary>The provider of an encoding; null for none and for identity.</summary>
    /// <exception cref="RpcException">Unimplemented: the encoding is not known here.</exception>
    public ICompressionProvider? Find(string? encoding) => encoding switch
    {
        null or "" or Identity => null,
        _ when _providers.TryGetValue(encoding, out var provider) => provider,
        _ => throw Failures.Unimplemented(
            $"Unsupported grpc-encoding value '{encoding}'. Supported encodings: {string.Join(", ", _providers.Keys)}"),
    };

    public static OutgoingMessage Compress(
        ICompressionProvider provider, CompressionLevel? level, OutgoingMessage message)
    {
        var compressed = new OutgoingMessage();
        using (var sink = new BufferWriterStream(compressed))
        using (var encoder = provider.CreateCompressionStream(sink, level))
            encoder.Write(message.Payload.Span);
        return compressed;
    }

    /// <summary>The decompressed payload, in a message that the caller disposes.</summary>
    /// <exception cref="RpcException">It would exceed the limit, or is no such stream.</exception>
    public static OutgoingMessage Decompress(
        ICompressionProvider? provider, in ReadOnlySequence<byte> payload, int? limit)
    {
        if (provider is null)
            throw Failures.Internal("A message is compressed, but its call names no encoding.");
        var result = new OutgoingMessage();
        try
        {
            using var source = new MemoryStream(payload.ToArray(), writable: false);
            using var decoder = provider.CreateDecompressionStream(source);
            while (decoder.Read(result.GetSpan(4096)) is var count and > 0)
            {
                result.Advance(count);
                if (result.Payload.Length > limit)
                    throw Failures.TooLarge("Received", result.Payload.Length, limit);
            }

            return result;
        }
        catch (Exception failure)
        {
            result.Dispose();
            if (failure is InvalidDataException)
                throw Failures.Internal($"A message is not valid {provider.EncodingName}: {failure.Message}");
            throw;
        }
    }
}
