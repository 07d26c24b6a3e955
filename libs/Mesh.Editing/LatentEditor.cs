using Mesh.Diffusion;
using Mesh.Models;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Editing;

// B batch

/// <summary>Turns source latents into edited ones by instructions: guided flow matching from noise.</summary>
public sealed class LatentEditor : IDisposable
{
    private readonly EditModel _model;
    private readonly EditSettings _settings;
    private readonly TextCondition _prompted;
    private readonly TextCondition? _unprompted;

    /// <summary>Encodes the instructions, and the negative prompt when guidance needs it.</summary>
    /// <param name="model">Owned by the caller.</param>
    /// <param name="settings">How to run it.</param>
    /// <param name="instructions">One for each of B samples.</param>
    public LatentEditor(EditModel model, EditSettings settings, params IReadOnlyList<string> instructions)
    {
        (_model, _settings) = (model, settings);
        using var mode = inference_mode();
        _prompted = model.Text.Encode(instructions);
        _unprompted = settings.Guidance == 1
            ? null
            : model.Text.Encode([.. instructions.Select(_ => settings.NegativePrompt)]);
    }

    /// <param name="source">Latent of the source, [B, C, T, h, w].</param>
    /// <param name="noise">Standard normal, shaped as <paramref name="source"/>.</param>
    /// <param name="stepDone">Told the number of steps done, from 1.</param>
    /// <param name="cancellation">Observed between steps.</param>
    /// <returns>Latent of the edited videos, [B, C, T, h, w], owned by the caller.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    public Tensor Edit(Tensor source, Tensor noise, Action<int> stepDone, CancellationToken cancellation)
    {
        using var mode = inference_mode();
        var velocity = Towards(_prompted, source);
        if (_unprompted is not null)
            velocity = FlowMatching.Guided(velocity, Towards(_unprompted, source), _settings.Guidance);

        var times = FlowMatching.Times(_settings.Steps, _model.Defaults.Shift);
        var latent = noise.alias();
        foreach (var (step, next) in FlowMatching.Euler(velocity, noise, times, cancellation).Index())
        {
            latent = next.InPlaceOf(latent);
            stepDone(step + 1);
        }
        return latent;
    }

    public void Dispose()
    {
        _prompted.Dispose();
        _unprompted?.Dispose();
    }

    private Velocity Towards(TextCondition text, Tensor source) => (x, t) =>
    {
        using var scope = NewDisposeScope();
        var (device, dtype) = _model.Place;
        long[] batch = [x.shape[0]];
        var guidance = _model.Defaults.EmbeddedGuidance is { } scale ? full(batch, 1000 * scale, device: device) : null;
        var output = _model.Transformer.call(new(
            x.to(dtype), source.to(dtype), text, full(batch, 1000 * t, device: device), guidance));
        return _model.Defaults.Prediction
            .ToVelocity(output.to(ScalarType.Float32), x, source, t)
            .MoveToOuterDisposeScope();
    };
}
