using Mesh.Diffusion;
using Mesh.Editing;
using Mesh.Editing.Composition;
using Mesh.Models;
using Mesh.Tensors;
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

    public IComposer Composer { get; } = model.Composer();

    public Tensor Edit(Tensor source, IReadOnlyList<string> instructions, IReadOnlyList<long> seeds)
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        var latent = model.Vae.Encode(source);
        var velocity = Towards(model.Text.Encode(instructions), latent);
        if (Guidance != 1)
        {
            string[] negative = [.. instructions.Select(_ => model.Defaults.NegativePrompt)];
            velocity = FlowMatching.Guided(velocity, Towards(model.Text.Encode(negative), latent), Guidance);
        }

        var x = Noise(latent, seeds);
        foreach (var next in FlowMatching.Euler(velocity, x, FlowMatching.Times(Steps, model.Defaults.Shift)))
            x = next.InPlaceOf(x);
        return model.Vae.Decode(x).MoveToOuterDisposeScope();
    }

    public Tensor Reconstruct(Tensor video)
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        return model.Vae.Decode(model.Vae.Encode(video)).MoveToOuterDisposeScope();
    }

    // Each sample has a generator of its own, so that an edit does not depend on its batch.
    private static Tensor Noise(Tensor latent, IReadOnlyList<long> seeds) => stack([.. seeds.Select(seed =>
    {
        using var random = new Generator((ulong)seed);
        return randn(latent.shape.AsSpan(1), ScalarType.Float32, generator: random);
    })]);

    private Velocity Towards(TextCondition text, Tensor source) => (x, t) =>
    {
        using var scope = NewDisposeScope();
        var batch = (long[])[x.shape[0]];
        var dtype = model.Place.DType;
        var guidance = model.Defaults.EmbeddedGuidance is { } scale ? full(batch, 1000 * scale) : null;
        var output = model.Transformer.call(
            new(x.to(dtype), source.to(dtype), text, full(batch, 1000 * t), guidance));
        return model.Defaults.Prediction.ToVelocity(output.to(ScalarType.Float32), x, source, t)
            .MoveToOuterDisposeScope();
    };
}
