using System.Diagnostics.CodeAnalysis;

namespace Mesh.ServiceDefaults.Hosting;

/// <summary>The line that a host prints when it listens, for whoever started it with ports of its own choice.</summary>
/// <param name="Service">Deploy name, or "mesh" for several in one process.</param>
/// <param name="Grpc">Address of gRPC.</param>
/// <param name="Http">Address of REST and probes.</param>
public sealed record ReadyLine(string Service, Uri Grpc, Uri Http)
{
    private const string Word = "mesh-ready";

    /// <summary>Reads a line of a host's standard output.</summary>
    public static bool TryParse(string? line, [NotNullWhen(true)] out ReadyLine? ready)
    {
        ready = line?.Split(' ') is [Word, var service, var grpc, var http]
            ? new(service, new(grpc["grpc=".Length..]), new(http["http=".Length..]))
            : null;
        return ready is not null;
    }

    public override string ToString() =>
        $"{Word} {Service} grpc={Grpc.GetLeftPart(UriPartial.Authority)} http={Http.GetLeftPart(UriPartial.Authority)}";
}
