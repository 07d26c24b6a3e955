using Grpc.Core;
using Mesh.Contracts.Trainer.V1;

namespace Mesh.Trainer.Tests;

/// <summary>What a trainer does not start.</summary>
public sealed class RefusalTests : IAsyncLifetime, IDisposable
{
    private readonly TrainerHost _host = new();

    public Task InitializeAsync() => _host.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _host.Folder.Dispose();

    [Fact]
    public async Task What_cannot_be_run_is_refused_with_the_reason()
    {
        var recipe = _host.Request(steps: 1);
        recipe.Recipe = "icve";
        var name = _host.Request(steps: 1);
        name.Name = "../a";

        var noRecipe = await Assert.ThrowsAsync<RpcException>(async () => await _host.Trainer.StartAsync(recipe));
        var noName = await Assert.ThrowsAsync<RpcException>(async () => await _host.Trainer.StartAsync(name));
        var noRun = await Assert.ThrowsAsync<RpcException>(async () =>
            await _host.Trainer.PublishAsync(new PublishRequest()));

        Assert.Contains("There is no recipe 'icve'; there are", noRecipe.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(StatusCode.InvalidArgument, noRecipe.StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, noName.StatusCode);
        Assert.Equal(StatusCode.FailedPrecondition, noRun.StatusCode);
    }

    [Theory]
    [InlineData(-1, 0, "", true, "lora_rank must be 0 to 4096, got -1")]
    [InlineData(4097, 0, "", true, "lora_rank must be 0 to 4096, got 4097")]
    [InlineData(4, -0.5, "", true, "lora_alpha must be 0 to 1000000, got -0.5")]
    [InlineData(0, 2, "", true, "lora_rank must be set where lora_alpha or lora_targets is")]
    [InlineData(4, 0, "", false, "start_from must name the weights that the low-rank updates are on")]
    [InlineData(0, 0, "/absent", true, "encoder must be a model folder")]
    public async Task Fields_that_cannot_be_are_named(
        int rank, double alpha, string encoder, bool hasWeights, string problem)
    {
        var request = _host.Request(steps: 1);
        (request.LoraRank, request.LoraAlpha, request.Encoder) = (rank, alpha, encoder);
        if (!hasWeights)
            request.StartFrom = "";

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await _host.Trainer.StartAsync(request));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Contains(problem, refused.Status.Detail, StringComparison.Ordinal);
    }
}
