using Grpc.Core;
using Mesh.Stores.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Mesh.Gateway.Tests;

/// <summary>How a gateway forgets.</summary>
public sealed class RetentionTests
{
    [Fact]
    public async Task An_edit_whose_time_is_over_is_gone_with_its_film()
    {
        await using var mesh = await RunningGateway.StartAsync(
            "--Mesh:Retention:Edits=00:00:00.001", "--Mesh:Retention:Interval=00:00:00.1");
        var film = await File.ReadAllBytesAsync(await Editing.Tests.TinyFilm.WriteAsync(mesh.At("film.mp4"), 6));
        var id = (await mesh.SubmitAsync(new() { Instruction = "make it red" }, film)).Id;
        var open = (await mesh.SubmitAsync(new() { Instruction = "make it blue" }, film)).Id;
        var jobs = mesh.Host.Services.GetRequiredService<IEditJobStore>();
        await jobs.TryFinishAsync(Guid.Parse(id), new EditOutput("k", 1, "s", "video/mp4", "{}"));

        using var patience = new CancellationTokenSource(RunningGateway.Patience);
        while (await jobs.GetAsync(Guid.Parse(id), patience.Token) is not null)
        {
            await Task.Delay(20, patience.Token);
        }

        await RunningGateway.RefusedAsync(
            async () => await mesh.Grpc.GetEditAsync(new() { Id = id }), StatusCode.NotFound);
        Assert.Empty(Directory.GetDirectories(mesh.ArtifactFolder, id, SearchOption.AllDirectories));
        Assert.Equal(open, (await mesh.Grpc.GetEditAsync(new() { Id = open })).Id);
    }

    [Fact]
    public async Task A_time_that_cannot_be_is_refused_at_the_start() =>
        await Assert.ThrowsAsync<OptionsValidationException>(
            () => RunningGateway.StartAsync("--Mesh:Retention:Edits=00:00:00"));
}
