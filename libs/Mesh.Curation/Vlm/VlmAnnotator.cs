using System.Text.Json;
using Mesh.Curation.Instructions;
using Mesh.Curation.Recipes;
using Mesh.Video;
using Mesh.Video.Scan;

namespace Mesh.Curation.Vlm;

/// <summary>
/// Asks a model for the instruction: original and edited frames side by side for pairs (ICVE); a caption first and the
/// instruction with it when the recipe wants two steps (Ditto).
/// </summary>
public sealed class VlmAnnotator(VlmClient model, InstructionRules rules) : IAnnotator
{
    private const int LongSide = 448;
    private const int LongestInstruction = 600;

    private readonly string _prompt =
        rules.Prompt ?? (rules.TwoSteps ? VlmPrompts.EditOfCaption : VlmPrompts.Difference);

    public string Name => CurationNames.Of("vlm-1", model.Model, _prompt, rules.CaptionPrompt ?? "");

    public bool NeedsMeasure => false;

    public async Task<Annotation> AnnotateAsync(AnnotationRequest request, CancellationToken cancellation)
    {
        var clips = new List<IReadOnlyList<RgbImage>>();
        foreach (var clip in request.Clips)
            clips.Add(await FramesAsync(clip.Film, cancellation));

        string? caption = null;
        if (rules.TwoSteps)
        {
            caption = await model.AskAsync(
                new(rules.CaptionPrompt ?? VlmPrompts.Caption, [.. clips[0].Select(SideBySide.Png)]),
                answer => Words(answer, "caption"), cancellation);
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
        Words(answer, "instruction") is { } instruction
            ? new(instruction, caption ?? Words(answer, "caption"), Words(answer, "type")?.ToLowerInvariant())
            : null;

    private static string? Words(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && value.GetString()!.ReplaceLineEndings(" ").Trim() is { Length: > 2 and <= LongestInstruction } words
            ? words
            : null;

    private async Task<IReadOnlyList<RgbImage>> FramesAsync(VideoHeader clip, CancellationToken cancellation)
    {
        var scale = Math.Min(1, (double)LongSide / Math.Max(clip.Size.Width, clip.Size.Height));
        var size = new PixelSize((int)(clip.Size.Width * scale), (int)(clip.Size.Height * scale));
        var frames = (int)(clip.Frames ?? 1);
        var count = Math.Min(rules.Frames, frames);
        int[] numbers = [.. Enumerable.Range(0, count).Select(part => (2 * part + 1) * frames / (2 * count))];
        return await FrameGrab.ReadAsync(clip, numbers, size, null, cancellation);
    }
}
