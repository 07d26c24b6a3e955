using Mesh.Training.Publishing;

namespace Mesh.Training.Tests;

public sealed class PublishPolicyTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_first_checkpoint_in_every_so_many_steps_is_published()
    {
        List<int> published = [];
        var policy = new PublishPolicy(10, step =>
        {
            published.Add(step);
            return Task.CompletedTask;
        });

        foreach (var step in (int[])[4, 8, 12, 16, 20, 20, 24, 28, 32])
        {
            policy.Saved(step);
            await policy.CompleteAsync().WaitAsync(Limit);
        }

        Assert.Equal([12, 20, 32], published);
    }

    [Fact]
    public async Task Training_does_not_wait_and_the_newest_checkpoint_is_next()
    {
        List<int> published = [];
        var (first, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var policy = new PublishPolicy(10, async step =>
        {
            published.Add(step);
            first.TrySetResult();
            await goOn.Task;
        });

        policy.Saved(10);
        await first.Task.WaitAsync(Limit);
        policy.Saved(20);
        policy.Saved(30);
        var waited = policy.CompleteAsync();
        Assert.False(waited.IsCompleted);
        goOn.SetResult();
        await waited.WaitAsync(Limit);

        Assert.Equal([10, 30], published);
    }
}
