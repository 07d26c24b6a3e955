using static TorchSharp.torch;

namespace Mesh.Diffusion.Tests;

public sealed class FlowMatchingTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(50, 1)]
    [InlineData(4, 7)]
    public void The_exact_velocity_leads_from_noise_to_video(int steps, double shift)
    {
        using var scope = NewDisposeScope();
        var (video, noise) = (randn(2, 3, 4), randn(2, 3, 4));

        var end = FlowMatching.Euler((_, _) => noise - video, noise, FlowMatching.Times(steps, shift)).Last();

        Assert.True(end.allclose(video, 1e-4, 1e-5));
    }

    [Fact]
    public void Guidance_of_one_is_the_prompted_model_and_of_zero_the_unprompted()
    {
        using var scope = NewDisposeScope();
        var x = randn(2, 3);
        Velocity prompted = (z, t) => z * t, unprompted = (z, _) => z + 1;

        Assert.True(FlowMatching.Guided(prompted, unprompted, 1)(x, 0.3).allclose(x * 0.3, 1e-5, 1e-6));
        Assert.True(FlowMatching.Guided(prompted, unprompted, 0)(x, 0.3).allclose(x + 1));
    }

    [Fact]
    public void Averaged_noises_move_as_chains_that_share_the_mean_of_their_videos()
    {
        using var scope = NewDisposeScope();
        Velocity velocity = (x, t) => x.sin() + t;  // any model
        var (first, second) = (randn(2, 3), randn(2, 3));

        var (a, b) = (first, second);
        foreach (var (t, next) in new[] { (1.0, 0.5), (0.5, 0.2), (0.2, 0.0) })
        {
            var video = (a - t * velocity(a, t) + b - t * velocity(b, t)) / 2;
            (a, b) = (a + (next - t) * (a - video) / t, b + (next - t) * (b - video) / t);
        }
        var averaged = FlowMatching.Averaged(velocity, [second - first]);
        var last = FlowMatching.Euler(averaged, first, [1, 0.5, 0.2, 0]).Last();

        Assert.True(last.allclose(a, 1e-4, 1e-5));
        Assert.True(last.allclose(b, 1e-4, 1e-5));
    }

    [Fact]
    public void Each_sample_lies_at_its_own_time()
    {
        using var scope = NewDisposeScope();
        var (video, noise) = (randn(2, 3, 4), randn(2, 3, 4));

        var noisy = FlowMatching.Interpolate(video, noise, tensor(new float[] { 0, 0.25f }));

        Assert.True(noisy[0].allclose(video[0]));
        Assert.True(noisy[1].allclose(FlowMatching.Interpolate(video[1], noise[1], 0.25), 1e-4, 1e-6));
    }

    [Fact]
    public void Sampling_stops_between_steps_when_cancelled()
    {
        using var scope = NewDisposeScope();
        using var source = new CancellationTokenSource();
        var seen = 0;

        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var _ in FlowMatching.Euler((x, _) => x, ones(1), FlowMatching.Times(9), source.Token))
            {
                if (++seen == 3)
                    source.Cancel();
            }
        });

        Assert.Equal(3, seen);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 0)]
    public void Times_need_positive_numbers(int steps, double shift) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FlowMatching.Times(steps, shift));

    [Fact]
    public void The_published_schedule_is_the_shifted_times()
    {
        var schedule = new HunyuanSchedule(50);

        var times = FlowMatching.Times(50, 7).Select(t => (float)t);
        Assert.Equal(times, schedule.Sigmas, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(50, schedule.Timesteps.Count);
        Assert.Equal(1000, schedule.Timesteps[0]);
    }

    [Fact]
    public void Without_reverse_the_schedule_counts_up()
    {
        var schedule = new HunyuanSchedule(4, reverse: false);

        Assert.Equal(0, schedule.Sigmas[0]);
        Assert.Equal(1, schedule.Sigmas[^1]);
    }
}
