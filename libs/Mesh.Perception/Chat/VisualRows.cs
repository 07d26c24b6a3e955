using System.Text.Json;
using Mesh.Models.QwenVl;
using Mesh.Perception.Networks;
using Mesh.Video;
using Mesh.Video.Processors;

namespace Mesh.Perception.Chat;

/// <summary>Pictures and videos as rows of patches: Qwen2-VL's image processor.</summary>
/// <param name="config">Gives the sizes of patches.</param>
/// <param name="processor">Resizes and normalises a picture.</param>
internal sealed class VisualRows(QwenVlVisionConfig config, ImageProcessor processor)
{
    private const string FileName = "preprocessor_config.json";
    private const long LeastPixels = 56 * 56;
    private const long MostPixels = 28 * 28 * 1280;

    /// <param name="folder">Its preprocessor_config.json sets the number of pixels, mean and deviation.</param>
    /// <param name="config">Gives the sizes of patches.</param>
    public static VisualRows Of(PublishedFolder folder, QwenVlVisionConfig config)
    {
        var multiple = config.PatchSize * config.MergeSize;
        var standard = new ImageProcessor
        {
            Size = SizeRules.PixelBudget(multiple, LeastPixels, MostPixels),
            Normalization = PixelNormalization.Clip,
        };
        return new(config, folder.Has(FileName) ? folder.Json(FileName, Read) : standard);

        ImageProcessor Read(JsonElement json) => standard with
        {
            Size = SizeRules.PixelBudget(
                multiple, Whole(json, "min_pixels", LeastPixels), Whole(json, "max_pixels", MostPixels)),
            Normalization = new(
                Numbers(json, "image_mean") ?? PixelNormalization.Clip.Mean,
                Numbers(json, "image_std") ?? PixelNormalization.Clip.Deviation),
        };
    }

    /// <summary>
    /// Adds one picture, or the frames of one video; the last frame is repeated to fill the last patch.
    /// </summary>
    /// <exception cref="ArgumentException">One side is more than 200 times the other.</exception>
    public PatchGrid Add(PatchList list, IReadOnlyList<RgbImage> frames)
    {
        var depth = config.FramesPerPatch;
        var (size, steps) = (default(PixelSize), (frames.Count + depth - 1) / depth);
        for (var step = 0; step < steps; step++)
        {
            var layer = new float[depth][];
            for (var i = 0; i < depth; i++)
                (layer[i], size) = processor.Process(frames[Math.Min(step * depth + i, frames.Count - 1)]);
            list.Numbers.AddRange(PatchRows.Of(layer, size, config.PatchSize, config.MergeSize));
        }

        var grid = new PatchGrid(steps, size.Height / config.PatchSize, size.Width / config.PatchSize);
        list.Grids.Add(grid);
        return grid;
    }

    private static long Whole(JsonElement json, string name, long otherwise) =>
        VitFolder.Optional(json, name)?.GetInt64() ?? otherwise;

    private static double[]? Numbers(JsonElement json, string name) => VitFolder.Optional(json, name) is { } list
        ? [.. list.EnumerateArray().Select(item => item.GetDouble())]
        : null;
}
