using Google.Protobuf;
using Mesh.Contracts.Objects.V1;
using Mesh.Contracts.Tensors;

namespace Mesh.Contracts.Tests;

public sealed class TensorStreamTests
{
    [Theory]
    [InlineData(DType.Float32, 4, new long[] { 3, 70_000 })]
    [InlineData(DType.Bfloat16, 2, new long[] { 2, 3, 5 })]
    [InlineData(DType.Float16, 2, new long[] { 131_072 })]
    [InlineData(DType.Float64, 8, new long[] { 1 })]
    [InlineData(DType.Int64, 8, new long[] { 4 })]
    [InlineData(DType.Int32, 4, new long[] { 4 })]
    [InlineData(DType.Uint8, 1, new long[] { 262_145 })]
    [InlineData(DType.Uint8, 1, new long[] { 5, 0, 7 })]
    [InlineData(DType.Uint8, 1, new long[0])]
    public void A_tensor_arrives_as_it_was_sent(DType dtype, int size, long[] shape)
    {
        var sent = Tensor("x", dtype, size, shape);

        var received = Assert.Single(Receive(Wire(TensorSender.Parts(sent))));

        Assert.Equal((sent.Name, sent.DType), (received.Name, received.DType));
        Assert.Equal(sent.Shape, received.Shape);
        Assert.True(sent.Bytes.Span.SequenceEqual(received.Bytes.Span), "the bytes differ");
    }

    [Fact]
    public void Several_tensors_follow_each_other()
    {
        var parts = "abc".SelectMany(name => TensorSender.Parts(Tensor($"{name}", DType.Uint8, 1, [9])));

        Assert.Equal("abc", string.Concat(Receive(Wire(parts)).Select(tensor => tensor.Name)));
    }

    [Fact]
    public void Payloads_are_the_memory_of_the_tensor()
    {
        var bytes = new byte[4];
        var payload = TensorSender.Parts(new("x", DType.Uint8, [4], bytes))
            .Single(part => part.PartCase == TensorPart.PartOneofCase.Payload).Payload;

        bytes[2] = 7;

        Assert.Equal(7, payload[2]);
    }

    [Fact]
    public void A_sender_that_miscounts_is_told_at_once() =>
        Assert.Throws<ArgumentException>(() => TensorSender.Parts(new("x", DType.Float32, [4], new byte[15])));

    [Theory]
    [InlineData(DType.Float32, new long[] { 4 }, 15L, "must have 16 bytes, got byte_length 15")]
    [InlineData(DType.Float32, new long[] { -4 }, -16L, "must have a possible shape")]
    [InlineData(DType.Float32, new long[] { long.MaxValue, 3 }, 12L, "must have a possible shape")]
    [InlineData(DType.Uint8, new long[] { 1L << 40 }, 1L << 40, "at most 1048576 are taken")]
    [InlineData(DType.Unspecified, new long[] { 4 }, 4L, "unknown element type")]
    [InlineData((DType)99, new long[] { 4 }, 4L, "unknown element type")]
    [InlineData(DType.Uint8, new long[] { 1, 1, 1, 1, 1, 1, 1, 1, 1 }, 1L, "at most 8 dimensions, got 9")]
    public void A_header_that_cannot_be_is_refused_before_memory_is_given(
        DType dtype, long[] shape, long length, string expected)
    {
        var header = new TensorPart
        {
            Header = new() { Name = "x", Dtype = dtype, Shape = { shape }, ByteLength = length },
        };

        Assert.Contains(expected, Refusal(header), StringComparison.Ordinal);
    }

    [Fact]
    public void All_tensors_of_a_stream_count_towards_the_limit()
    {
        var large = Tensor("a", DType.Uint8, 1, [1 << 20]);
        var one = Tensor("b", DType.Uint8, 1, [1]);

        Assert.Contains(
            "'b' has 1 bytes after 1048576",
            Refusal([.. TensorSender.Parts(large), .. TensorSender.Parts(one)]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_flipped_bit_is_seen()
    {
        TensorPart[] parts = [.. TensorSender.Parts(Tensor("x", DType.Uint8, 1, [9]))];
        var bytes = parts[1].Payload.ToByteArray();
        bytes[3] ^= 1;
        parts[1] = new() { Payload = ByteString.CopyFrom(bytes) };

        Assert.Contains("checksum", Refusal(parts), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_stops_early_is_refused()
    {
        TensorPart[] parts = [.. TensorSender.Parts(Tensor("x", DType.Uint8, 1, [9]))];

        Assert.Contains("must have 9 bytes, got 0", Refusal(parts[0], parts[2]), StringComparison.Ordinal);
        var receiver = new TensorReceiver(Limits);
        receiver.Add(parts[0]);
        Assert.Contains(
            "'x' was cut off", Assert.Throws<InvalidDataException>(receiver.End).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_bytes_than_promised_are_refused()
    {
        TensorPart[] parts = [.. TensorSender.Parts(Tensor("x", DType.Uint8, 1, [9]))];

        Assert.Contains("must have 9 bytes, got 18", Refusal(parts[0], parts[1], parts[1]), StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_out_of_order_are_refused()
    {
        TensorPart[] parts = [.. TensorSender.Parts(Tensor("x", DType.Uint8, 1, [9]))];

        Assert.Contains("payload must follow", Refusal(parts[1]), StringComparison.Ordinal);
        Assert.Contains("end must follow", Refusal(parts[2]), StringComparison.Ordinal);
        Assert.Contains("must end before", Refusal(parts[0], parts[0]), StringComparison.Ordinal);
        Assert.Contains("got nothing", Refusal(new TensorPart()), StringComparison.Ordinal);
        Assert.Contains("comes twice", Refusal([.. parts, .. parts]), StringComparison.Ordinal);
        Assert.Contains(
            "empty payload",
            Refusal(parts[0], new TensorPart { Payload = ByteString.Empty }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_bool_is_zero_or_one() => Assert.Contains(
        "other than 0 and 1",
        Refusal([.. TensorSender.Parts(new("x", DType.Bool, [2], new byte[] { 1, 2 }))]),
        StringComparison.Ordinal);

    private static TensorLimits Limits { get; } = new() { MaxBytes = 1 << 20 };

    private static WireTensor Tensor(string name, DType dtype, int size, long[] shape)
    {
        var bytes = new byte[shape.Aggregate((long)size, (product, length) => product * length)];
        new Random(1).NextBytes(bytes);
        return new(name, dtype, shape, bytes);
    }

    private static IEnumerable<TensorPart> Wire(IEnumerable<TensorPart> parts) =>
        parts.Select(part => TensorPart.Parser.ParseFrom(part.ToByteArray()));

    private static List<WireTensor> Receive(IEnumerable<TensorPart> parts)
    {
        var receiver = new TensorReceiver(Limits);
        List<WireTensor> tensors = [.. parts.Select(receiver.Add).OfType<WireTensor>()];
        receiver.End();
        return tensors;
    }

    private static string Refusal(params TensorPart[] parts) =>
        Assert.Throws<InvalidDataException>(() => Receive(parts)).Message;
}
