using Mesh.Curation.Clips;
using Mesh.Curation.Instructions;
using Mesh.Curation.Judging;
using Mesh.Curation.Recipes;
using Mesh.Curation.Sources;
using Mesh.Video;
using Mesh.Video.Scan;

namespace Mesh.Curation.Pipeline;

/// <summary>From cut clips to a sample that is stored: measured, in words, judged.</summary>
internal sealed class SampleFinisher(Recipe recipe, CurationStore store, ChosenTools chosen, CurationTools tools)
{
    private const int JudgedSide = 256;

    private readonly SampleGuides _guides = new(recipe, chosen, tools.Clock);

    private readonly InstructionOperator? _instructions =
        recipe.Instructions is { } rules && chosen.Annotator is { } annotator
            ? new(rules, recipe.Seed, annotator)
            : null;

    /// <exception cref="AnnotatorUnavailableException">A model cannot be reached now.</exception>
    public async Task<Sample> FinishAsync(
        SourceVideo source, VideoHeader film, SamplePlan plan,
        IReadOnlyDictionary<(string Sample, string Role), string> clips, string scratch,
        CancellationToken cancellation)
    {
        var own = clips.Where(clip => clip.Key.Sample == plan.Id)
            .ToDictionary(clip => clip.Key.Role, clip => clip.Value);
        var sample = new Sample
        {
            Id = plan.Id,
            Source = source.Hash,
            Shot = plan.Shot,
            Bucket = plan.Bucket.ToString(),
            Rate = Math.Round((ClipStandardizer.Rate(recipe.Clips) ?? film.Rate).Value, 3),
            Files = [],
            Instruction = source.Instruction,
            EditType = source.EditType ?? (source.Instruction is { } given ? VerbSynonyms.VerbOf(given) : null),
            Spans = plan.Clips.ToDictionary(clip => clip.Role, clip => (int[])[clip.Start, clip.End]),
        };
        sample = await _guides.MaskAsync(sample, plan, own, scratch, cancellation);
        if (sample.Drop is null)
            sample = await DescribeAsync(sample, plan, own, cancellation);
        if (sample.Drop is null && chosen.Judge is { } judge && own.ContainsKey(ClipRoles.Edited))
            sample = await JudgeAsync(sample, plan, own, judge, cancellation);
        if (sample.Drop is null)
            sample = await _guides.DepthAsync(sample, plan, own, scratch, cancellation);
        if (sample.Drop is null)
            sample = sample with { Files = await KeepClipsAsync(sample.Id, own, cancellation) };
        await store.KeepAsync(sample, cancellation);
        return sample;
    }

    private async Task<Sample> DescribeAsync(
        Sample sample, SamplePlan plan, Dictionary<string, string> clips, CancellationToken cancellation)
    {
        if (_instructions is null)
            return sample;
        var described = new List<AnnotationClip>();
        using var time = tools.Clock.Time(Operators.Instructions);
        foreach (var clip in plan.Clips)
        {
            var film = SampleGuides.Header(clips[clip.Role], plan, sample.Rate);
            var measure = chosen.Annotator!.NeedsMeasure
                ? await ClipMeasure.ReadAsync(film, tools.Media.DecoderThreads, cancellation)
                : null;
            described.Add(new(film, clip.Start, measure));
        }
        var annotation = await _instructions.RunAsync(sample.Id, new(recipe.Task, described), cancellation);
        return sample with
        {
            Instruction = annotation.Instruction,
            Caption = annotation.Caption,
            EditType = annotation.EditType,
            Motion = plan.Clips.Zip(described).Where(pair => pair.Second.Measure is not null)
                .ToDictionary(pair => pair.First.Role, pair => pair.Second.Measure!.Motion),
            Drop = annotation.Drop,
        };
    }

    private async Task<Sample> JudgeAsync(
        Sample sample, SamplePlan plan, Dictionary<string, string> clips, IJudge judge,
        CancellationToken cancellation)
    {
        using var time = tools.Clock.Time(Operators.Judge);
        var scale = Math.Min(1, (double)JudgedSide / Math.Max(plan.Bucket.Width, plan.Bucket.Height));
        var size = new PixelSize((int)(plan.Bucket.Width * scale), (int)(plan.Bucket.Height * scale));
        var count = Math.Min(recipe.Judge!.Frames, plan.Bucket.Frames);
        int[] times = [.. Enumerable.Range(0, count).Select(part => (2 * part + 1) * plan.Bucket.Frames / (2 * count))];
        var verdict = await judge.JudgeAsync(
            new(
                await FramesAsync(ClipRoles.Original),
                await FramesAsync(ClipRoles.Edited),
                sample.Instruction ?? ""),
            cancellation);
        return sample with
        {
            Scores = verdict.Scores,
            Drop = verdict.Drop,
            EditType = sample.EditType ?? verdict.EditType,
        };

        Task<IReadOnlyList<RgbImage>> FramesAsync(string role) =>
            FrameGrab.ReadAsync(SampleGuides.Header(clips[role], plan, sample.Rate), times, size, null, cancellation);
    }

    private async Task<IReadOnlyList<SampleFile>> KeepClipsAsync(
        string sample, Dictionary<string, string> clips, CancellationToken cancellation)
    {
        var files = new List<SampleFile>();
        foreach (var (role, path) in clips.OrderBy(clip => clip.Key, StringComparer.Ordinal))
            files.Add(await store.KeepClipAsync(sample, role, path, cancellation));
        return files;
    }
}
