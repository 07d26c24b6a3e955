using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Rpc;
using Grpc.Core;

namespace Compat.Grpc.Tests;

/// <summary>Our server, called by grpc-js.</summary>
public sealed class PeerCallsUsTests(NodePeer peer) : IClassFixture<NodePeer>, IAsyncLifetime
{
    private EchoServer _server = null!;

    public async Task InitializeAsync() => _server = await EchoServer.StartAsync(options =>
    {
        options.MaxReceiveMessageSize = 20_000_000;
        options.ResponseCompressionAlgorithm = "gzip";
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_unary_call_brings_its_reply()
    {
        var outcome = await CallAsync("Unary", new { text = "grün", bytes = 1000 });

        AssertStatus(StatusCode.OK, outcome);
        Assert.Equal(("grün", 1000, true), Reply(outcome, 0));
    }

    [Fact]
    public async Task A_client_stream_arrives_in_order()
    {
        var outcome = await CallAsync("Collect", new { text = "a" }, new { text = "b" }, new { text = "c" });

        AssertStatus(StatusCode.OK, outcome);
        Assert.Equal("abc", (string?)outcome["replies"]![0]!["text"]);
        Assert.Equal(3, (int)outcome["replies"]![0]!["count"]!);
    }

    [Fact]
    public async Task A_server_stream_arrives_in_order()
    {
        var outcome = await CallAsync("Expand", new { text = "x", count = 200, bytes = 5000 });

        AssertStatus(StatusCode.OK, outcome);
        Assert.Equal(Enumerable.Range(0, 200), outcome["replies"]!.AsArray().Select(reply => (int)reply!["count"]!));
        Assert.All(Enumerable.Range(0, 200), index => Assert.Equal(("x", 5000, true), Reply(outcome, index)));
    }

    [Fact]
    public async Task A_duplex_stream_answers_each_message()
    {
        var outcome = await CallAsync("Chat", [.. Enumerable.Range(0, 50).Select(i => new { text = $"{i}" })]);

        AssertStatus(StatusCode.OK, outcome);
        Assert.Equal(
            Enumerable.Range(0, 50).Select(i => $"{i}"),
            outcome["replies"]!.AsArray().Select(reply => (string)reply!["text"]!));
    }

    [Theory]
    [InlineData("Unary")]
    [InlineData("Collect")]
    [InlineData("Expand")]
    [InlineData("Chat")]
    public async Task An_error_arrives_with_its_message_and_trailers(string method)
    {
        var outcome = await CallAsync(
            method, new { text = "x", code = 10, message = "nicht möglich: 100 %\n☺", count = 1 });

        AssertStatus(StatusCode.Aborted, outcome);
        Assert.Equal("nicht möglich: 100 %\n☺", (string?)outcome["details"]);
        Assert.Equal("10", (string?)outcome["trailers"]!["failed-with"]![0]);
    }

    [Fact]
    public async Task A_rich_error_names_the_field()
    {
        var outcome = await CallAsync("Unary", new { bad_field = "steps", message = "at least 1" });

        AssertStatus(StatusCode.InvalidArgument, outcome);
        var bytes = Convert.FromBase64String((string)outcome["trailers"]!["grpc-status-details-bin"]![0]!);
        var status = Google.Rpc.Status.Parser.ParseFrom(bytes);
        Assert.Equal("steps", status.Details[0].Unpack<BadRequest>().FieldViolations[0].Field);
    }

    [Fact]
    public async Task An_exception_is_unknown_and_keeps_its_secrets()
    {
        var outcome = await CallAsync("Unary", new { code = -1, message = "secret" });

        AssertStatus(StatusCode.Unknown, outcome);
        Assert.DoesNotContain("secret", (string)outcome["details"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_that_nobody_serves_is_unimplemented() =>
        AssertStatus(StatusCode.Unimplemented, await CallAsync("Missing", new { }));

    [Theory]
    [InlineData("Unary")]
    [InlineData("Collect")]
    [InlineData("Expand")]
    [InlineData("Chat")]
    public async Task Metadata_come_back_as_headers_and_trailers(string method)
    {
        var question = Question(method, [new { text = "m" }]);
        question["metadata"] = new JsonObject
        {
            ["echo-text"] = new JsonArray("one", "two"),
            ["echo-bytes-bin"] = new JsonArray("AAEC/w=="),
            ["echo-trailer-bin"] = new JsonArray("/////w=="),
        };

        var outcome = await peer.AskAsync(question);

        AssertStatus(StatusCode.OK, outcome);
        Assert.Equal("one,two", string.Join(',', outcome["headers"]!["echo-text"]!.AsArray()).Replace(" ", ""));
        Assert.Equal("AAEC/w==", (string?)outcome["headers"]!["echo-bytes-bin"]![0]);
        Assert.Equal("/////w==", (string?)outcome["trailers"]!["echo-trailer-bin"]![0]);
    }

    [Fact]
    public async Task A_deadline_reaches_the_service()
    {
        var question = Question("Unary", [new { text = "d" }]);
        question["deadline_ms"] = 600_000;

        var outcome = await peer.AskAsync(question);

        Assert.InRange((double)outcome["replies"]![0]!["deadline_ms"]!, 300_000, 600_000);
    }

    [Fact]
    public async Task A_deadline_ends_a_call_that_hangs()
    {
        var question = Question("Unary", [new { text = "peer-deadline", hang = true }]);
        question["deadline_ms"] = 200;

        AssertStatus(StatusCode.DeadlineExceeded, await peer.AskAsync(question));
        await EchoService.CancellationOf("peer-deadline");
    }

    [Theory]
    [InlineData("Expand", "reply")]
    [InlineData("Chat", "headers")]
    public async Task Cancellation_reaches_the_service(string method, string when)
    {
        var question = Question(method, [new { text = $"peer-{method}", hang = true, count = 1 }]);
        question["metadata"] = new JsonObject { ["echo-now"] = new JsonArray("1") };
        question["cancel"] = when;

        AssertStatus(StatusCode.Cancelled, await peer.AskAsync(question));
        await EchoService.CancellationOf($"peer-{method}");
    }

    [Fact]
    public async Task Compressed_messages_cross_in_both_directions()
    {
        var question = Question("Chat", [new { text = "z", bytes = 300_000 }, new { text = "y", bytes = 3 }]);
        question["gzip"] = true;

        var outcome = await peer.AskAsync(question);

        AssertStatus(StatusCode.OK, outcome);
        Assert.Equal(("z", 300_000, true), Reply(outcome, 0));
        Assert.Equal(("y", 3, true), Reply(outcome, 1));
    }

    [Fact]
    public async Task Large_messages_cross_in_both_directions()
    {
        var outcome = await CallAsync("Chat", new { bytes = 16_000_000 }, new { bytes = 5_000_000 });

        AssertStatus(StatusCode.OK, outcome);
        Assert.Equal(("", 16_000_000, true), Reply(outcome, 0));
        Assert.Equal(("", 5_000_000, true), Reply(outcome, 1));
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused() => AssertStatus(
        StatusCode.ResourceExhausted, await CallAsync("Unary", new { bytes = 20_000_001 }));

    private Task<JsonNode> CallAsync(string method, params object[] requests) =>
        peer.AskAsync(Question(method, requests));

    private JsonObject Question(string method, object[] requests) => new()
    {
        ["method"] = method,
        ["address"] = _server.Address.Authority,
        ["requests"] = new JsonArray([.. requests.Select(request => JsonSerializer.SerializeToNode(request))]),
    };

    private static void AssertStatus(StatusCode code, JsonNode outcome) =>
        Assert.True((int)code == (int)outcome["code"]!, $"Expected {code}: {outcome.ToJsonString()}");

    private static (string? Text, int Bytes, bool Good) Reply(JsonNode outcome, int index)
    {
        var reply = outcome["replies"]![index]!;
        return ((string?)reply["text"], (int)reply["bytes"]!, (bool)reply["good"]!);
    }
}
