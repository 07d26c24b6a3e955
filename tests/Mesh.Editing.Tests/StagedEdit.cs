using Mesh.Editing.Stages;
using Mesh.TestKit;

namespace Mesh.Editing.Tests;

/// <summary>An edit in stages, each with a model of its own that has no more than the stage's network.</summary>
internal sealed class StagedEdit(TemporaryFolder folder, string model, string instruction = "make it red")
{
    public string Text => folder.At("text.safetensors");

    public string Source => folder.At("latents.safetensors");

    public string Edited => folder.At("edited.safetensors");

    public string Output => folder.At("staged.mp4");

    public DenoiseJob Job => new(Text, Source, Edited) { Seed = 5, CheckpointInterval = TimeSpan.Zero };

    public void Encode(double? guidance = null)
    {
        using var part = ModelFolder.Load(model, parts: ModelParts.Text);
        new TextStage(part).Run(instruction, Text, guidance);
    }

    public async Task EncodeVideoAsync(string film, EditGuides? guides = null)
    {
        using var part = ModelFolder.Load(model, parts: ModelParts.Vae);
        await new SourceStage(part).RunAsync(new(film, Source) { Guides = guides ?? EditGuides.None });
    }

    public async Task DenoiseAsync(
        DenoiseJob job, IDenoiseCheckpoints? checkpoints = null, IProgress<EditProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        using var part = ModelFolder.Load(model, parts: ModelParts.Transformer);
        await new DenoiseStage(part).RunAsync(job, checkpoints, progress, cancellation: cancellation);
    }

    public async Task<EditReport> DecodeAsync(string film)
    {
        using var part = ModelFolder.Load(model, parts: ModelParts.Vae);
        return await new FilmStage(part).RunAsync(new(film, Source, Edited, Output));
    }
}
