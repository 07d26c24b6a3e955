using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Core.Wire;
using Grpc.Net.Compression;

namespace Compat.Grpc.Tests.StandIn;

/// <summary>The bytes of the protocol, and those of a client that does not keep to it.</summary>
public sealed class WireTests
{
    [Theory]
    [InlineData("00:00:00.0015000", "2m")]
    [InlineData("00:00:01", "1000m")]
    [InlineData("1.00:00:00", "86400000m")]
    [InlineData("2.00:00:00", "172800S")]
    [InlineData("-00:00:01", "1n")]
    public void A_timeout_is_written_in_the_finest_unit_that_fits(string timeout, string expected) =>
        Assert.Equal(expected, GrpcTimeout.Encode(TimeSpan.Parse(timeout, null)));

    [Theory]
    [InlineData("5H", "05:00:00")]
    [InlineData("90M", "01:30:00")]
    [InlineData("7S", "00:00:07")]
    [InlineData("250m", "00:00:00.25")]
    [InlineData("40u", "00:00:00.00004")]
    [InlineData("99999999n", "00:00:00.0999999")]
    public void Every_unit_is_read(string text, string expected) =>
        Assert.Equal(TimeSpan.Parse(expected, null), GrpcTimeout.Decode(text));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("-5S")]
    [InlineData("123456789S")]
    [InlineData("5s")]
    public void What_is_no_timeout_is_ignored(string text) => Assert.Null(GrpcTimeout.Decode(text));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("100%", "100%25")]
    [InlineData("ä\n", "%C3%A4%0A")]
    public void A_message_is_percent_encoded(string text, string encoded)
    {
        Assert.Equal(encoded, StatusText.EncodeMessage(text));
        Assert.Equal(text, StatusText.DecodeMessage(encoded));
    }

    [Fact]
    public void A_stray_percent_sign_stays() => Assert.Equal("5% ä %zz", StatusText.DecodeMessage("5% ä %zz"));

    [Fact]
    public void Bytes_are_read_with_and_without_padding_and_joined()
    {
        var metadata = new Metadata();

        MetadataText.Add(metadata, "Key-Bin", "AA, AAA,AAAAAA==");
        MetadataText.Add(metadata, "text", "  padded ");

        Assert.Equal([1, 2, 4], metadata.GetAll("key-bin").Select(entry => entry.ValueBytes.Length));
        Assert.Equal("padded", metadata.GetValue("text"));
    }

    [Fact]
    public void A_decompressed_message_may_not_grow_over_the_limit()
    {
        var gzip = new GzipCompressionProvider(System.IO.Compression.CompressionLevel.Fastest);
        using var plain = new OutgoingMessage();
        plain.Complete(new byte[10_000_000]);
        using var bomb = MessageCompression.Compress(gzip, null, plain);

        var failure = Assert.Throws<RpcException>(
            () => MessageCompression.Decompress(gzip, new ReadOnlySequence<byte>(bomb.Payload), 1_000_000));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Fact]
    public void Metadata_keys_are_checked()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("no spaces", "x"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("key-bin", "x"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("key", [1]));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("key", "x"));
    }

    [Theory]
    [InlineData("7 garbage", "Unknown")]
    [InlineData("2 flag", "Internal")]
    [InlineData("truncated", "Internal")]
    [InlineData("nothing", "Internal")]
    [InlineData("two", "Internal")]
    [InlineData("compressed without encoding", "Internal")]
    [InlineData("huge", "ResourceExhausted")]
    public async Task A_malformed_request_ends_in_a_status(string what, string expected)
    {
        await using var server = await EchoServer.StartAsync();
        byte[] good = [0, 0, 0, 0, 3, 10, 1, 65];
        byte[] body = what switch
        {
            "7 garbage" => [0, 0, 0, 0, 3, 255, 255, 255],
            "2 flag" => [2, .. good[1..]],
            "truncated" => good[..6],
            "nothing" => [],
            "two" => [.. good, .. good],
            "compressed without encoding" => [1, .. good[1..]],
            _ => [0, 255, 255, 255, 255, 1],
        };

        var status = await PostAsync(server.Address, body);

        Assert.Equal(Enum.Parse<StatusCode>(expected), status);
    }

    [Fact]
    public async Task An_unknown_encoding_is_unimplemented()
    {
        await using var server = await EchoServer.StartAsync();

        var status = await PostAsync(server.Address, [0, 0, 0, 0, 0], ("grpc-encoding", "zstd"));

        Assert.Equal(StatusCode.Unimplemented, status);
    }

    [Fact]
    public async Task The_server_ends_a_call_by_its_deadline_when_the_client_waits_on()
    {
        await using var server = await EchoServer.StartAsync();
        byte[] hang = [0, 0, 0, 0, 2, 6 << 3, 1];

        var status = await PostAsync(server.Address, hang, ("grpc-timeout", "50m"));

        Assert.Equal(StatusCode.DeadlineExceeded, status);
    }

    [Fact]
    public async Task Other_content_is_left_to_other_routes()
    {
        await using var server = await EchoServer.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "/any/thing"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent("{}"),
        };

        Assert.Equal(HttpStatusCode.NotFound, (await client.SendAsync(request)).StatusCode);
        using var call = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "/mesh.test.v1.Echo/Unary"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent("{}"),
        };
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await client.SendAsync(call)).StatusCode);
    }

    private static async Task<StatusCode> PostAsync(Uri server, byte[] body, (string Name, string Value)? header = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, "/mesh.test.v1.Echo/Unary"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        if (header is { } field)
            request.Headers.Add(field.Name, field.Value);
        using var response = await client.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        var headers = response.Headers.Contains("grpc-status") ? response.Headers : response.TrailingHeaders;
        return (StatusCode)int.Parse(headers.GetValues("grpc-status").Single(), null);
    }
}
