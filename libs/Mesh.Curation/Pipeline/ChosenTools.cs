using Mesh.Curation.Depth;
using Mesh.Curation.Duplicates;
using Mesh.Curation.Instructions;
using Mesh.Curation.Judging;
using Mesh.Curation.Masks;
using Mesh.Curation.Recipes;
using Mesh.Video.Perception;

namespace Mesh.Curation.Pipeline;

/// <summary>The tools that a recipe asks for, out of those that there are.</summary>
internal sealed record ChosenTools(
    IClipEmbedder? Embedder, IPointTracker? Tracker, IAnnotator? Annotator, IJudge? Judge, IMaskSource? Masks,
    IMaskCaptioner? Captioner, IDepthSource? Depth)
{
    private const string Perceptual = "perceptual";
    private const string Grid = "grid";
    private const string Vlm = "vlm";
    private const string Captions = "masked captions";
    private const string None = "-";

    /// <summary>What the results depend on beside the recipe, by operator.</summary>
    public IEnumerable<(string Operator, string Name)> Names =>
    [
        (Operators.Motion, Tracker?.Name ?? Grid), (Operators.Duplicates, Embedder?.Name ?? ClipDescriptor.Name),
        (Operators.Masks, Masks?.Name ?? None), (Captions, Captioner?.Name ?? None),
        (Operators.Instructions, Annotator?.Name ?? None), (Operators.Judge, Judge?.Name ?? None),
        (Operators.Depth, Depth?.Name ?? None),
    ];

    /// <exception cref="RecipeException">The recipe asks for a tool that was not given.</exception>
    public static ChosenTools Of(Recipe recipe, CurationTools tools)
    {
        var embedder = recipe.Duplicates is null or { Embedding: Perceptual } ? null
            : tools.Embedder ?? throw Missing("duplicates: embedding", recipe.Duplicates.Embedding, "--embedder");
        var tracker = recipe.Motion.Tracker == Grid ? null
            : tools.Tracker ?? throw Missing("motion: tracker", recipe.Motion.Tracker, "such a tracker");
        var annotator = recipe.Instructions is not { } instructions ? null
            : instructions.Annotator != Vlm ? new MeasuredAnnotator()
            : tools.Annotator ?? throw Missing("instructions: annotator", Vlm, "--vlm");
        var judge = recipe.Judge is not { } rules ? null
            : rules.Judge != Vlm ? new MeasuredJudge(rules)
            : tools.Judge ?? throw Missing("judge: judge", Vlm, "--vlm");
        var masks = recipe.Masks is null or { Source: MaskRules.Files } ? null
            : tools.Masks ?? throw Missing("masks: source", recipe.Masks.Source, "--masks");
        var captioner = recipe.Masks is not { Caption: { } caption } ? null
            : tools.Captioner ?? throw Missing("masks: caption", caption, "--vlm");
        var depth = recipe.Depth is null ? null
            : tools.Depth ?? throw Missing("depth: estimator", recipe.Depth.Estimator, "--depth");
        return new(embedder, tracker, annotator, judge, masks, captioner, depth);
    }

    private static RecipeException Missing(string key, string value, string cure) =>
        new($"The recipe says '{key}: {value}', and there is none: give {cure}, or change the recipe.");
}
