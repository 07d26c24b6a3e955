using Mesh.Diffusion;
using Mesh.Models;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Editing;

// B batch

/// <summary>Turns source latents into edited ones: guided flow matching from noise.</summary>
public sealed class LatentEditor
{
    private readonly EditModel _model;
    private readonly EditCondition _condition;
    private readonly double _guidance;
    private readonly int _steps;

    /// <param name="model">Owned by the caller; its transformer is used.</param>
    /// <param name="condition">What to change, for each of B samples; owned by the caller.</param>
    /// <param name="steps">Denoising steps, at least 1.</param>
    /// <param name="guidance">Classifier-free guidance scale; 1 is off.</param>
    /// <exception cref="ArgumentException">Guidance needs an unprompted condition, and there is none.</exception>
    public LatentEditor(EditModel model, EditCondition condition, int steps, double guidance)
    {
        if (guidance != 1 && condition.Unprompted is null)
        {
            throw new ArgumentException(
                $"Guidance {guidance} needs the unprompted condition, but the text was encoded without guidance.");
        }
        (_model, _condition, _guidance) = (model, condition, guidance);
        _steps = steps;
    }

    /// <param name="source">What the denoiser is shown, [B, SourceChannels, T, h, w].</param>
    /// <param name="noise">Standard normal, [B, C, T, h, w].</param>
    /// <param name="offsets">Further noises less the first, <see cref="FlowMatching.Averaged"/>.</param>
    /// <param name="stepDone">Told the number of steps done, from 1.</param>
    /// <param name="cancellation">Observed between steps.</param>
    /// <returns>Latent of the edited videos, [B, C, T, h, w], owned by the caller.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    public Tensor Edit(
        Tensor source,
        Tensor noise,
        IReadOnlyList<Tensor> offsets,
        Action<int> stepDone,
        CancellationToken cancellation)
    {
        var latent = noise.alias();
        using var sampler = Sampler();
        foreach (var (step, next) in Steps(sampler, source, noise, offsets, done: 0, cancellation).Index())
        {
            latent = next.InPlaceOf(latent);
            stepDone(step + 1);
        }
        return latent;
    }

    /// <summary>A sampler for one latent, owned by the caller.</summary>
    public ISampler Sampler() => _model.Defaults.Sampler switch
    {
        SamplerKind.UniPc => new UniPc(new(_steps, _model.Defaults.Shift)),
        _ => new EulerSampler(FlowMatching.Times(_steps, _model.Defaults.Shift)),
    };

    /// <summary>The steps that are left; a step depends on the latent before it and the sampler's state.</summary>
    /// <param name="sampler">Has taken <paramref name="done"/> steps.</param>
    /// <param name="source">What the denoiser is shown, [B, SourceChannels, T, h, w].</param>
    /// <param name="latent">Noise, or the latent after <paramref name="done"/> steps.</param>
    /// <param name="offsets">Further noises less the first, <see cref="FlowMatching.Averaged"/>.</param>
    /// <param name="done">Steps that were done before.</param>
    /// <param name="cancellation">Observed between steps.</param>
    /// <returns>The latent after each step. The caller owns it and may free it once the next has come.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    public IEnumerable<Tensor> Steps(
        ISampler sampler,
        Tensor source,
        Tensor latent,
        IReadOnlyList<Tensor> offsets,
        int done,
        CancellationToken cancellation)
    {
        var velocity = Towards(_condition.Prompted, source);
        if (_guidance != 1)
            velocity = FlowMatching.Guided(velocity, Towards(_condition.Unprompted!, source), _guidance);
        return sampler.Run(FlowMatching.Averaged(velocity, offsets), latent, done, cancellation);
    }

    /// <summary>The video that a step was heading for: where the latent would end if it went on like that.</summary>
    /// <param name="sampler">Has taken the step.</param>
    /// <param name="before">The latent before the step.</param>
    /// <param name="after">The latent after it.</param>
    /// <param name="done">Steps that are done with it, from 1.</param>
    /// <returns>[B, C, T, h, w], owned by the caller.</returns>
    public static Tensor Estimate(ISampler sampler, Tensor before, Tensor after, int done)
    {
        using var scope = NewDisposeScope();
        var (time, next) = (sampler.Times[done - 1], sampler.Times[done]);
        return (after + next / (time - next) * (after - before)).MoveToOuterDisposeScope();
    }

    // The mode belongs to a thread, and steps may come on different ones: it is set for each call of the network.
    private Velocity Towards(TextCondition text, Tensor source) => (x, t) =>
    {
        using var mode = inference_mode();
        return _model.Denoiser.Velocity(new(x, source, text, t));
    };
}
