using Mesh.Nano.Data;
using Mesh.Training.Flow;

namespace Mesh.Nano.Stages;

/// <summary>All pairs of a run, encoded by its own autoencoder.</summary>
/// <param name="Instructions">How their instructions became ids.</param>
/// <param name="Clips">For pretraining.</param>
/// <param name="Edits">For fine-tuning.</param>
internal sealed record EncodedPairs(InstructionIds Instructions, PairPool Clips, PairPool Edits) : IDisposable
{
    public static EncodedPairs Make(NanoRun run)
    {
        var (recipe, vaes) = (run.Recipe, VaeStage.Load(run));
        var instructions = new InstructionIds(recipe.Text);
        var encoder = new PairEncoder(
            vaes,
            recipe.Side,
            run.Options.Device,
            Math.Max(vaes.Length, run.Options.RenderThreads),
            instructions,
            recipe.Seed,
            run.Progress);
        var clips = encoder.Encode("clips", recipe.Data.ClipPairs, 1, PairBlock.OfClips, run.Cancellation);
        var edits = encoder.Encode(
            "edits",
            recipe.Data.Scenes,
            recipe.Data.EditsPerScene,
            (scenes, seed) => PairBlock.OfEdits(scenes, recipe.Data.EditsPerScene, seed),
            run.Cancellation);
        foreach (var vae in vaes)
            vae.Dispose();
        return new EncodedPairs(instructions, clips, edits);
    }

    public void Dispose()
    {
        Clips.Dispose();
        Edits.Dispose();
    }
}
