using Grpc.Core;
using Mesh.Contracts.Dit.V1;
using Mesh.Contracts.Objects.V1;
using Mesh.Contracts.Tensors;
using Mesh.Stages.Tests;

namespace Mesh.Dit.Tests;

public sealed class DitCallsTests : IAsyncLifetime
{
    private StageHost _host = null!;

    private Contracts.Dit.V1.Dit.DitClient Client => new(_host.Channel);

    public async Task InitializeAsync() => _host = await StageHost.StartAsync(new DitService());

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(2.0)]
    [InlineData(1.0)]
    public async Task A_latent_over_the_wire_is_that_of_the_library(double guidance)
    {
        var options = new DenoiseOptions { Seed = 3, Steps = 4, Guidance = guidance };

        var (steps, edited) = await DenoiseAsync(DenoiseCall.Requests(options, DenoiseCall.Tensors()));

        Assert.Equal(DenoiseCall.Expected(_host.Model, options), edited.Bytes.ToArray());
        Assert.Equal([1, 2, 3, 4], steps.Select(step => step.Step));
        Assert.All(steps, step => Assert.Equal(4, step.Of));
    }

    [Fact]
    public async Task A_caller_that_hangs_up_frees_the_worker()
    {
        using (var call = Client.Denoise())
        {
            var requests = DenoiseCall.Requests(new() { Steps = 1000, Guidance = 1 }, DenoiseCall.Tensors());
            await WriteAsync(call, requests);
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None), "no step came");
        }

        var options = new DenoiseOptions { Steps = 1, Guidance = 1 };
        var (_, edited) = await DenoiseAsync(DenoiseCall.Requests(options, DenoiseCall.Tensors()));

        Assert.Equal(DenoiseCall.Expected(_host.Model, options), edited.Bytes.ToArray());
    }

    [Fact]
    public async Task A_deadline_stops_the_work()
    {
        using var call = Client.Denoise(deadline: DateTime.UtcNow.AddSeconds(0.3));

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await WriteAsync(call, DenoiseCall.Requests(new() { Steps = 1000 }, DenoiseCall.Tensors()));
            await StageHost.ReadAsync(call.ResponseStream, reply => reply.Tensor);
        });

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
    }

    [Theory]
    [InlineData("source", DType.Float32, new long[] { 1, 5, 2, 8, 8 }, "must be [1, 4, *, *, *], got [1, 5, 2, 8, 8]")]
    [InlineData("source", DType.Float32, new long[] { 1, 4, 0, 8, 8 }, "got [1, 4, 0, 8, 8]")]
    [InlineData("source", DType.Float16, new long[] { 1, 4, 2, 8, 8 }, "must be of float32, got Float16")]
    [InlineData("prompted.tokens", DType.Float32, new long[] { 1, 6, 9 }, "must be [1, *, 8]")]
    [InlineData("prompted.mask", DType.Int64, new long[] { 1, 5 }, "must be [1, 6] like prompted.tokens, got [1, 5]")]
    [InlineData("unprompted.mask", DType.Float32, new long[] { 1, 6 }, "must be of int64")]
    [InlineData("unprompted.pooled", DType.Float32, new long[] { 2, 48 }, "must be [1, 48]")]
    [InlineData("reference", DType.Float32, new long[] { 1 }, "is no tensor of a condition")]
    public async Task A_tensor_that_the_model_does_not_take_is_named(
        string name, DType dtype, long[] shape, string part)
    {
        var tensors = DenoiseCall.Tensors();
        var bytes = new byte[shape.Aggregate((long)WireDType.SizeOf(dtype)!, (product, length) => product * length)];
        tensors[name] = new(name, dtype, shape, bytes);

        await RefusedAsync(DenoiseCall.Requests(new(), tensors), name, part);
    }

    [Theory]
    [InlineData("source")]
    [InlineData("prompted.tokens")]
    [InlineData("unprompted.pooled")]
    public async Task A_missing_tensor_is_named(string name)
    {
        var tensors = DenoiseCall.Tensors();
        tensors.Remove(name);

        await RefusedAsync(DenoiseCall.Requests(new(), tensors), name, "is missing");
    }

    [Fact]
    public async Task Options_out_of_range_are_named()
    {
        var tensors = DenoiseCall.Tensors();

        await RefusedAsync(DenoiseCall.Requests(new() { Steps = 0 }, tensors), "steps", "must be 1 to 1000, got 0");
        await RefusedAsync(DenoiseCall.Requests(new() { Guidance = 101 }, tensors), "guidance", "got 101");
        await RefusedAsync(DenoiseCall.Requests(new() { Guidance = double.NaN }, tensors), "guidance", "got NaN");
        await RefusedAsync(DenoiseCall.Requests(new(), tensors).Skip(1), "options", "must come first");
        await RefusedAsync(DenoiseCall.Requests(new(), tensors).SkipLast(1), "tensor", "cut off");
    }

    [Fact]
    public async Task Guidance_without_the_tensors_it_needs_is_refused()
    {
        var tensors = DenoiseCall.Tensors().Where(tensor => !tensor.Key.StartsWith('u')).ToDictionary();

        await RefusedAsync(
            DenoiseCall.Requests(new() { Guidance = 3 }, tensors), "guidance", "3 needs the unprompted tensors");
    }

    [Fact]
    public async Task An_unknown_model_is_not_found()
    {
        var requests = DenoiseCall.Requests(new() { Model = "giant" }, DenoiseCall.Tensors());

        var refusal = await StageHost.RefusalAsync(() => DenoiseAsync(requests));

        Assert.Equal(StatusCode.NotFound, refusal.Code);
    }

    private async Task RefusedAsync(IEnumerable<DenoiseRequest> requests, string field, string part)
    {
        var refusal = await StageHost.RefusalAsync(() => DenoiseAsync(requests));

        Assert.Equal((StatusCode.InvalidArgument, field), (refusal.Code, refusal.Field));
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    private Task<(List<DenoiseStep> Steps, WireTensor Edited)> DenoiseAsync(IEnumerable<DenoiseRequest> requests) =>
        DenoiseAsync(Client, requests);

    internal static async Task<(List<DenoiseStep> Steps, WireTensor Edited)> DenoiseAsync(
        Contracts.Dit.V1.Dit.DitClient client, IEnumerable<DenoiseRequest> requests)
    {
        using var call = client.Denoise();
        await WriteAsync(call, requests);
        var steps = new List<DenoiseStep>();
        var tensors = await StageHost.ReadAsync(call.ResponseStream, reply =>
        {
            if (reply.Step is { } step)
                steps.Add(step);
            return reply.Tensor;
        });
        return (steps, Assert.Single(tensors).Value);
    }

    private static async Task WriteAsync(
        AsyncDuplexStreamingCall<DenoiseRequest, DenoiseReply> call, IEnumerable<DenoiseRequest> requests)
    {
        foreach (var request in requests)
            await call.RequestStream.WriteAsync(request);
        await call.RequestStream.CompleteAsync();
    }
}
