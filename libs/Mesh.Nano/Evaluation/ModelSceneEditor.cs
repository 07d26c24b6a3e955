using Mesh.Editing;
using Mesh.Editing.Composition;
using static TorchSharp.torch;

namespace Mesh.Nano.Evaluation;

/// <summary>A loaded model as a scene editor: many clips at a time, each with its own instruction and noise.</summary>
/// <param name="model">Owned by the caller.</param>
/// <param name="steps">Euler steps; null is the model's own.</param>
/// <param name="guidance">Classifier-free guidance scale; null is the model's own.</param>
public sealed class ModelSceneEditor(EditModel model, int? steps = null, double? guidance = null) : ISceneEditor
{
    public int Steps { get; } = steps ?? model.Defaults.Steps;

    public double Guidance { get; } = guidance ?? model.Defaults.Guidance;

    public int Side { get; } = model.Defaults.Height;

    public IComposer Composer { get; } = model.Composer();

    public Tensor Edit(Tensor source, IReadOnlyList<string> instructions, IReadOnlyList<long> seeds)
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        var latent = model.Vae.Encode(source);
        using var condition = EditCondition.Encode(model, Guidance, model.Defaults.NegativePrompt, instructions);
        var draws = Draws(latent, seeds);
        var edited = new LatentEditor(model, condition, Steps, Guidance).Edit(
            latent, draws[0], [.. draws.Skip(1).Select(draw => draw - draws[0])], _ => { }, CancellationToken.None);
        return model.Vae.Decode(edited).MoveToOuterDisposeScope();
    }

    public Tensor Reconstruct(Tensor video)
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        return model.Vae.Decode(model.Vae.Encode(video)).MoveToOuterDisposeScope();
    }

    // Each sample has a generator of its own, so that an edit does not depend on its batch.
    private IReadOnlyList<Tensor> Draws(Tensor latent, IReadOnlyList<long> seeds)
    {
        long[] shape = [model.Defaults.Draws, .. latent.shape.AsSpan(1)];
        var samples = stack(
            [.. seeds.Select(seed =>
            {
                using var random = new Generator((ulong)seed);
                return randn(shape, ScalarType.Float32, generator: random);
            })],
            dim: 1);
        return [.. samples.unbind(0)];
    }
}
