using Google.Protobuf;
using Grpc.Core;
using Mesh.Contracts.Objects.V1;
using Mesh.Contracts.Tensors;
using Mesh.Contracts.Vae.V1;
using Mesh.Editing;
using Mesh.Serving.Wire;
using Mesh.Stages.Tests;
using static TorchSharp.torch;

namespace Mesh.Vae.Tests;

public sealed class VaeCallsTests : IAsyncLifetime
{
    private StageHost _host = null!;

    private Contracts.Vae.V1.Vae.VaeClient Client => new(_host.Channel);

    public async Task InitializeAsync() => _host = await StageHost.StartAsync(new VaeService());

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Latents_and_videos_over_the_wire_are_those_of_the_library()
    {
        using var model = ModelFolder.Load(_host.Model, parts: ModelParts.Vae);
        using var mode = inference_mode();
        using var random = new Generator(1);
        using var video = rand([2, 3, 5, 32, 48], generator: random) * 2 - 1;
        using var latent = model.Vae.Encode(video);
        using var decoded = model.Vae.Decode(latent);

        var encoded = await SendAsync(Client.VaeEncode(), Whole(video.ToWire("video")));
        var shown = await SendAsync(Client.VaeDecode(), Whole(latent.ToWire("latent")));

        Assert.Equal(latent.ToWire("latent").Bytes.ToArray(), encoded.Bytes.ToArray());
        Assert.Equal(latent.shape, encoded.Shape);
        Assert.Equal(decoded.contiguous().ToWire("video").Bytes.ToArray(), shown.Bytes.ToArray());
    }

    [Fact]
    public async Task Half_the_precision_is_taken_too()
    {
        using var video = zeros([1, 3, 1, 32, 32], ScalarType.BFloat16);

        var latent = await SendAsync(Client.VaeEncode(), Whole(video.ToWire("video")));

        Assert.Equal((DType.Float32, 4L), (latent.DType, latent.Shape[1]));
    }

    [Theory]
    [InlineData(DType.Int64, new long[] { 1, 3, 1, 32, 32 }, "float32, float16 or bfloat16, got Int64")]
    [InlineData(DType.Float32, new long[] { 1, 3, 2, 32, 32 }, "[1, 3, 2, 32, 32]")]
    [InlineData(DType.Float32, new long[] { 1, 4, 1, 32, 32 }, "[1, 4, 1, 32, 32]")]
    [InlineData(DType.Float32, new long[] { 32, 32 }, "[32, 32]")]
    public async Task A_tensor_that_is_no_video_is_refused(DType dtype, long[] shape, string part)
    {
        var bytes = new byte[shape.Aggregate((long)WireDType.SizeOf(dtype)!, (product, length) => product * length)];

        await RefusedAsync(Whole(new("video", dtype, shape, bytes)), "tensor", part);
    }

    [Fact]
    public async Task A_broken_stream_is_refused()
    {
        VaeRequest[] whole = [.. Whole(new("video", DType.Float32, [1, 3, 1, 32, 32], new byte[4 * 3 * 1024]))];
        var wrong = new VaeRequest { Tensor = new() { End = new() { Checksum = 1 } } };

        await RefusedAsync(whole[1..], "options", "must come first");
        await RefusedAsync(whole[..1], "tensor", "must follow the options");
        await RefusedAsync(whole[..^1], "tensor", "was cut off");
        await RefusedAsync([.. whole[..^1], wrong], "tensor", "checksum");
        await RefusedAsync([whole[0], whole[2]], "tensor", "payload must follow");
        await RefusedAsync([.. whole, .. whole[1..]], "tensor", "At most 1 tensors");
        await RefusedAsync([whole[0], whole[0]], "tensor", "Tensors must follow");
        await RefusedAsync([whole[0], Huge()], "tensor", "bytes after 0; at most");
        await RefusedAsync([new()], "options", "must come first");
    }

    [Fact]
    public async Task An_unknown_model_is_not_found()
    {
        var refusal = await StageHost.RefusalAsync(() => SendAsync(
            Client.VaeEncode(), Whole(new("video", DType.Float32, [1, 3, 1, 32, 32], new byte[12288]), "giant")));

        Assert.Equal(StatusCode.NotFound, refusal.Code);
        Assert.Contains("'giant' is not served", refusal.Message, StringComparison.Ordinal);
    }

    private async Task RefusedAsync(IEnumerable<VaeRequest> requests, string field, string part)
    {
        var refusal = await StageHost.RefusalAsync(() => SendAsync(Client.VaeEncode(), requests));

        Assert.Equal((StatusCode.InvalidArgument, field), (refusal.Code, refusal.Field));
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    private static VaeRequest Huge() => new()
    {
        Tensor = new()
        {
            Header = new() { Name = "x", Dtype = DType.Uint8, Shape = { 1L << 50 }, ByteLength = 1L << 50 },
        },
    };

    private static IEnumerable<VaeRequest> Whole(WireTensor tensor, string model = "") =>
    [
        new() { Options = new() { Model = model } },
        .. TensorSender.Parts(tensor).Select(part => new VaeRequest { Tensor = Copy(part) }),
    ];

    private static TensorPart Copy(TensorPart part) => TensorPart.Parser.ParseFrom(part.ToByteArray());

    private static async Task<WireTensor> SendAsync(
        AsyncDuplexStreamingCall<VaeRequest, TensorPart> call, IEnumerable<VaeRequest> requests)
    {
        using (call)
        {
            foreach (var request in requests)
                await call.RequestStream.WriteAsync(request);
            await call.RequestStream.CompleteAsync();
            return Assert.Single(await StageHost.ReadAsync(call.ResponseStream, part => part)).Value;
        }
    }
}
