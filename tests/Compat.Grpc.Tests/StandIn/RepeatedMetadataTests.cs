using System.Text.Json.Nodes;

namespace Compat.Grpc.Tests.StandIn;

/// <summary>Bytes as metadata, twice under one key, from grpc-js; the official server refuses them.</summary>
public sealed class RepeatedMetadataTests(NodePeer peer) : IClassFixture<NodePeer>
{
    [Fact]
    public async Task Both_come_back()
    {
        await using var server = await EchoServer.StartAsync();

        var outcome = await peer.AskAsync(new JsonObject
        {
            ["method"] = "Unary",
            ["address"] = server.Address.Authority,
            ["requests"] = new JsonArray(new JsonObject { ["text"] = "m" }),
            ["metadata"] = new JsonObject { ["echo-bytes-bin"] = new JsonArray("AAEC/w==", "AA==") },
        });

        Assert.Equal("AAEC/w== AA==", string.Join(' ', outcome["headers"]!["echo-bytes-bin"]!.AsArray()));
    }
}
