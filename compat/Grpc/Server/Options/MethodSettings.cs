using System.IO.Compression;
using Grpc.Core.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>The options of one service over those of all.</summary>
internal sealed record MethodSettings(
    int? MaxReceive,
    int? MaxSend,
    bool DetailedErrors,
    MessageCompression Compression,
    string? ResponseEncoding,
    CompressionLevel? ResponseLevel,
    IReadOnlyList<InterceptorRegistration> Interceptors)
{
    public static MethodSettings Merge(GrpcServiceOptions all, GrpcServiceOptions one) => new(
        one.MaxReceiveMessageSizeSpecified ? one.MaxReceiveMessageSize : all.MaxReceiveMessageSize,
        one.MaxSendMessageSizeSpecified ? one.MaxSendMessageSize : all.MaxSendMessageSize,
        one.EnableDetailedErrors ?? all.EnableDetailedErrors ?? false,
        new MessageCompression([.. one.CompressionProviders, .. all.CompressionProviders]),
        one.ResponseCompressionAlgorithm ?? all.ResponseCompressionAlgorithm,
        one.ResponseCompressionLevel ?? all.ResponseCompressionLevel,
        [.. all.Interceptors, .. one.Interceptors]);
}
