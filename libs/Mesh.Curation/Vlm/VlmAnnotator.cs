using System.Text.Json;
using Mesh.Curation.Instructions;
using Mesh.Curation.Recipes;
using Mesh.Video;

namespace Mesh.Curation.Vlm;

/// <summary>
/// Asks a model for the instruction: original and edited frames side by side for pairs (ICVE); a caption first and the
/// instruction with it when the recipe wants two steps (Ditto).
/// </summary>
public sealed class VlmAnnotator(VlmClient model, InstructionRules rules) : IAnnotator
{
    private readonly string _prompt =
        rules.Prompt ?? (rules.TwoSteps ? VlmPrompts.EditOfCaption : VlmPrompts.Difference);

    public string Name => CurationNames.Of("vlm-1", model.Model, _prompt, rules.CaptionPrompt ?? "");

    public bool NeedsMeasure => false;

    public async Task<Annotation> AnnotateAsync(AnnotationRequest request, CancellationToken cancellation)
    {
        var clips = new List<IReadOnlyList<RgbImage>>();
        foreach (var clip in request.Clips)
            clips.Add(await VlmFrames.ReadAsync(clip.Film, rules.Frames, cancellation));

        string? caption = null;
        if (rules.TwoSteps)
        {
            caption = await model.AskAsync(
                new(rules.CaptionPrompt ?? VlmPrompts.Caption, [.. clips[0].Select(SideBySide.Png)]),
                answer => VlmFrames.Words(answer, "caption"), cancellation);
            if (caption is null)
                return Failed("caption");
        }
        byte[][] pictures = clips.Count == 2
            ? [.. clips[0].Zip(clips[1], SideBySide.Png)]
            : [.. clips[0].Select(SideBySide.Png)];
        var text = _prompt.Replace("{caption}", caption ?? "", StringComparison.Ordinal);
        return await model.AskAsync(new(text, pictures), answer => Read(answer, caption), cancellation)
            ?? Failed("instruction");
    }

    private static Annotation Failed(string what) => new(
        null, null, null, new Drop(Operators.Instructions, "no usable answer", $"every {what} was malformed"));

    private static Annotation? Read(JsonElement answer, string? caption) =>
        VlmFrames.Words(answer, "instruction") is { } instruction
            ? new(
                instruction, caption ?? VlmFrames.Words(answer, "caption"),
                VlmFrames.Words(answer, "type")?.ToLowerInvariant())
            : null;
}
