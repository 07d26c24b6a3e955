using Grpc.Core;
using Mesh.Contracts.Trainer.V1;
using Run = Mesh.Contracts.Trainer.V1.Run;

namespace Mesh.Trainer.Tests;

/// <summary>Publications that a run makes by itself, while it goes on.</summary>
public sealed class PublishEveryTests : IAsyncLifetime, IDisposable
{
    private readonly TrainerHost _host = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _host.Folder.Dispose();

    [Fact]
    public async Task Checkpoints_that_pass_the_gate_are_published_beside_training()
    {
        await _host.StartAsync();
        await _host.Trainer.StartAsync(Request());
        var events = await _host.WatchAsync();

        var publications = events.Where(item => item.Publication is not null).Select(item => item.Publication).ToList();
        Assert.Equal(Run.Types.State.Done, events[^1].Run.State);
        Assert.Equal(40, events[^1].Run.Step);
        Assert.NotEmpty(publications);
        Assert.All(publications, publication => Assert.Equal(0, publication.Step % 10));
        Assert.Contains(publications, item => item.Published && item.Loss < item.ServedLoss);
        Assert.Equal(
            publications.Count(publication => publication.Published),
            Directory.GetDirectories(_host.Folder.At("runs/a/published")).Length);
        await ShowsAsync(publications);
    }

    [Fact]
    public async Task Low_rank_updates_are_published_in_the_weights_they_are_on()
    {
        await _host.StartAsync();
        var request = Request();
        (request.LoraRank, request.LoraAlpha) = (4, 8);
        request.LoraTargets.Add("img_attn_qkv");

        await _host.Trainer.StartAsync(request);
        var events = await _host.WatchAsync();

        Assert.Equal(Run.Types.State.Done, events[^1].Run.State);
        Assert.True(File.Exists(_host.Folder.At("runs/a/lora.safetensors")));
        var publications = events.Where(item => item.Publication is not null).Select(item => item.Publication).ToList();
        Assert.NotEmpty(publications);
        Assert.All(publications, item => Assert.NotEqual(item.ServedLoss, item.Loss));
        Assert.All(publications, item => Assert.InRange(item.Loss, 0, 2 * item.ServedLoss));
    }

    private async Task ShowsAsync(IReadOnlyList<Publication> publications)
    {
        using var http = new HttpClient { BaseAddress = _host.Mesh.HttpAddress };
        var served = await http.GetStringAsync(new Uri("/report", UriKind.Relative));
        foreach (var page in (string[])[served, await File.ReadAllTextAsync(_host.Folder.At("runs/a/report.html"))])
        {
            Assert.Contains("step 40 of 40", page, StringComparison.Ordinal);
            string[] curves = ["Loss", "Gradient norm", "Tokens a second", "Learning rate"];
            Assert.All(curves, curve => Assert.Contains($"<figcaption>{curve}:", page, StringComparison.Ordinal));
            Assert.Equal(4, page.Split("<polyline points=").Length - 1);
            Assert.Matches(@"<div style=""width:\d+\.\d%;background:", page);
            Assert.Contains("data:image/png;base64,", page, StringComparison.Ordinal);
            Assert.DoesNotContain("http-equiv=refresh", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
            Assert.All(publications, item => Assert.Contains($"<tr><td>{item.Step}</td>", page));
        }
    }

    [Fact]
    public async Task A_refused_checkpoint_is_reported_and_training_goes_on()
    {
        await _host.StartAsync("--Mesh:Trainer:GateTolerance=-1");  // nothing is good enough
        await _host.Trainer.StartAsync(Request());
        var events = await _host.WatchAsync();

        var refused = events.Where(item => item.Publication is not null).Select(item => item.Publication).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, publication => Assert.False(publication.Published));
        Assert.All(refused, publication => Assert.Contains("held-out loss", publication.Reason));
        Assert.Equal(Run.Types.State.Done, events[^1].Run.State);
        Assert.Equal(40, events[^1].Run.Step);
    }

    [Fact]
    public async Task A_publication_that_fails_is_reported_and_training_goes_on()
    {
        await _host.StartAsync($"--Mesh:Trainer:HeldOut={_host.Folder.At("absent")}");
        await _host.Trainer.StartAsync(Request());
        var events = await _host.WatchAsync();

        Assert.Contains(events, item => item.Note.Contains("could not be published", StringComparison.Ordinal)
            && item.Note.Contains("absent", StringComparison.Ordinal));
        Assert.Equal(Run.Types.State.Done, events[^1].Run.State);
    }

    [Fact]
    public async Task Publishing_needs_the_name_of_a_model()
    {
        await _host.StartAsync();
        var request = Request();
        request.Model = "";

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await _host.Trainer.StartAsync(request));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    private StartRequest Request()
    {
        var request = _host.Request(steps: 20);
        (request.PublishEvery, request.Model) = (10, "tiny");
        return request;
    }
}
