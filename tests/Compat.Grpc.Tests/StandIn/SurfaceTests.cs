using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;
using Mesh.TestKit;
using Mesh.TestKit.Api;

namespace Compat.Grpc.Tests.StandIn;

/// <summary>The stand-in offers nothing that the official packages lack.</summary>
public sealed class SurfaceTests
{
    private static readonly string[] Generated = ["Grpc.Health.V1", "Grpc.Reflection.V1", "Grpc.Reflection.V1Alpha"];

    [Theory]
    [InlineData(typeof(Metadata))]
    [InlineData(typeof(GrpcChannel))]
    [InlineData(typeof(GrpcServiceOptions))]
    public void Every_public_member_is_one_of_the_official_packages(Type inAssembly)
    {
        var path = Path.Combine(RepositoryRoot.Path, "compat", "Grpc", "official-api.txt");
        var official = new OfficialApi(
            inAssembly.Assembly, typeof(Metadata).Assembly, typeof(System.IO.Compression.CompressionLevel).Assembly)
            .Read(File.ReadLines(path));

        var own = OfferedApi.Read(inAssembly.Assembly)
            .Where(member => !official.Contains(member))
            .Where(member => !Generated.Any(space => member.StartsWith($"{space}.", StringComparison.Ordinal)))
            .Order();

        Assert.Empty(string.Join('\n', own));
    }
}
