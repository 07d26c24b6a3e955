using static TorchSharp.torch;

namespace Mesh.Diffusion;

/// <summary>UniPC of order 2 on the flow path: predictor and corrector share one call of the network a step.</summary>
/// <remarks>
/// Zhao et al. 2023, arXiv:2302.04867, algorithm 1 with B(h) = e^h - 1 and the prediction of the video; the last step
/// is of order 1. Holds the history of one sampling, in float32.
/// </remarks>
public sealed class UniPc : ISampler
{
    private const double TrainTimesteps = 1000;

    private const string Video = "video";
    private const string OlderVideo = "older_video";
    private const string Last = "last";

    private readonly UniPcSchedule _schedule;
    private Tensor? _video;        // estimate of the video at the step before
    private Tensor? _olderVideo;   // and at the one before that
    private Tensor? _last;         // what the step before started from, corrected

    /// <param name="schedule">Noise levels and timesteps.</param>
    public UniPc(UniPcSchedule schedule) => _schedule = schedule;

    public IReadOnlyList<double> Times => _schedule.Sigmas;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State
    {
        get
        {
            var state = new Dictionary<string, Tensor>();
            if (_last is not null)
                (state[Last], state[Video]) = (_last, _video!);
            if (_olderVideo is not null)
                state[OlderVideo] = _olderVideo;
            return state;
        }
    }

    /// <inheritdoc/>
    public bool TryRestore(int done, IReadOnlyDictionary<string, Tensor> state)
    {
        string[] needed = done switch { 0 => [], 1 => [Last, Video], _ => [Last, Video, OlderVideo] };
        if (!needed.All(state.ContainsKey))
            return false;
        Dispose();
        (_last, _video, _olderVideo) = (Copy(Last), Copy(Video), Copy(OlderVideo));
        return true;

        Tensor? Copy(string name) => needed.Contains(name) ? state[name].clone().DetachFromDisposeScope() : null;
    }

    /// <summary>Integrates from noise to video.</summary>
    /// <param name="velocity">The model; it is told timesteps over 1000.</param>
    /// <param name="noise">The starting point, float32.</param>
    /// <param name="schedule">Noise levels and timesteps.</param>
    /// <param name="cancellation">Observed between steps.</param>
    /// <returns>The latent after each step. The caller owns it and may free it once the next has come.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    public static IEnumerable<Tensor> Sample(
        Velocity velocity, Tensor noise, UniPcSchedule schedule, CancellationToken cancellation = default)
    {
        using var sampler = new UniPc(schedule);
        foreach (var x in sampler.Run(velocity, noise, done: 0, cancellation))
            yield return x;
    }

    /// <inheritdoc/>
    public Tensor Step(Velocity velocity, Tensor x, int step)
    {
        using var scope = NewDisposeScope();
        var video = x - _schedule.Sigmas[step] * velocity(x, _schedule.Timesteps[step] / TrainTimesteps);
        if (step > 0)
            x = Correct(video, step);

        (var forgotten, _olderVideo, _video) = (_olderVideo, _video, video.DetachFromDisposeScope());
        forgotten?.Dispose();
        _last?.Dispose();
        _last = x.clone().DetachFromDisposeScope();
        return Predict(x, step).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _video?.Dispose();
        _olderVideo?.Dispose();
        _last?.Dispose();
    }

    private int OrderOf(int step) => Math.Min(2, Math.Min(step + 1, Times.Count - 1 - step));

    private Tensor Predict(Tensor x, int step)
    {
        var (growth, next) = Growth(step, step + 1);
        var predicted = Carry(x, _video!, step, next, growth);
        if (OrderOf(step) == 1)
            return predicted;

        var slope = (_olderVideo! - _video!) / Ratio(step - 1, step, step + 1);
        return predicted - (1 - _schedule.Sigmas[next]) * growth * 0.5 * slope;
    }

    // The corrector repeats the step before with the estimate of the video that the network has just given.
    private Tensor Correct(Tensor video, int step)
    {
        var (growth, _) = Growth(step - 1, step);
        var corrected = Carry(_last!, _video!, step - 1, step, growth);
        var change = video - _video!;
        if (OrderOf(step - 1) == 1)
            return corrected - (1 - _schedule.Sigmas[step]) * growth * 0.5 * change;

        var ratio = Ratio(step - 2, step - 1, step);
        var (older, newer) = CorrectorWeights(ratio, _schedule.Lambda(step - 1) - _schedule.Lambda(step));
        var slope = (_olderVideo! - _video!) / ratio;
        return corrected - (1 - _schedule.Sigmas[step]) * growth * (older * slope + newer * change);
    }

    private Tensor Carry(Tensor x, Tensor video, int from, int to, double growth) =>
        _schedule.Sigmas[to] / _schedule.Sigmas[from] * x - (1 - _schedule.Sigmas[to]) * growth * video;

    // e^-h - 1 for a step of h in log signal-to-noise; -1 for the last one, which ends at no noise.
    private (double Growth, int Next) Growth(int from, int to) =>
        (Math.Exp(_schedule.Lambda(from) - _schedule.Lambda(to)) - 1, to);

    private double Ratio(int older, int from, int to) =>
        (_schedule.Lambda(older) - _schedule.Lambda(from)) / (_schedule.Lambda(to) - _schedule.Lambda(from));

    // Solves [1 1; r 1] w = [b1; b2] for the two slopes; hh is minus the step in log signal-to-noise.
    private static (double Older, double Newer) CorrectorWeights(double r, double hh)
    {
        var growth = Math.Exp(hh) - 1;
        var phi2 = growth / hh - 1;
        var phi3 = phi2 / hh - 0.5;
        var (b1, b2) = (phi2 / growth, 2 * phi3 / growth);
        var older = (b1 - b2) / (1 - r);
        return (older, b1 - older);
    }
}
