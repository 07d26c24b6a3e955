using Mesh.Models.QwenImage;
using Mesh.Models.QwenVl;
using Mesh.Tokenizers;
using Mesh.Video;
using Mesh.Video.Processors;
using static TorchSharp.torch;

namespace Mesh.Editing.Pictures;

/// <summary>Reads an instruction together with its pictures by Qwen2.5-VL. Owns the network.</summary>
internal sealed class QwenPrompts(
    QwenPromptStyle style, Tokenizer tokenizer, QwenVlModel model, int area, ModelPlace place) : IDisposable
{
    // The bounds that the processor is published with.
    private const long MinPixels = 56 * 56;
    private const long MaxPixels = 12_845_056;

    private readonly QwenVlVisionConfig _vision = model.Config.Vision;

    /// <returns>[1, L, C], owned by the caller.</returns>
    public Tensor Encode(string instruction, IReadOnlyList<RgbImage> pictures)
    {
        using var scope = NewDisposeScope();
        var prepared = pictures.Select(Patches).ToArray();
        var ids = Ids(style.Prompt(instruction, pictures.Count), [.. prepared.Select(picture => picture.Grid)]);
        var input = new QwenVlInput(ids, ones_like(ids))
        {
            Images = new(
                cat([.. prepared.Select(picture => picture.Rows)], 0), [.. prepared.Select(picture => picture.Grid)]),
        };
        var states = model.States(input);
        return states.narrow(1, QwenPromptStyle.Crop, states.shape[1] - QwenPromptStyle.Crop)
            .MoveToOuterDisposeScope();
    }

    public void Dispose() => model.Dispose();

    private (Tensor Rows, PatchGrid Grid) Patches(RgbImage picture)
    {
        var (width, height) = QwenImageSize.Of(area, picture.Width, picture.Height);
        var cell = _vision.PatchSize * _vision.MergeSize;
        var (pixels, size) = new ImageProcessor
        {
            Size = SizeRules.PixelBudget(cell, MinPixels, MaxPixels),
            Normalization = PixelNormalization.Clip,
        }.Process(PictureTensor.Resized(picture, new(width, height)));
        var rows = PatchRows.Of(pixels, size, _vision.PatchSize, _vision.MergeSize, _vision.FramesPerPatch);
        var grid = new PatchGrid(1, size.Height / _vision.PatchSize, size.Width / _vision.PatchSize);
        return (tensor(rows, [grid.Patches, _vision.PatchLength]).to(place.DType, place.Device), grid);
    }

    // Each picture's token once for every merged cell.
    private Tensor Ids(string prompt, IReadOnlyList<PatchGrid> grids)
    {
        var picture = 0;
        var ids = new List<long>();
        foreach (var id in tokenizer.Encode(prompt))
        {
            var count = id == model.Config.ImageId && picture < grids.Count
                ? grids[picture++].Tokens(_vision.MergeSize)
                : 1;
            ids.AddRange(Enumerable.Repeat((long)id, count));
        }
        return tensor(ids.ToArray(), [1, ids.Count], device: place.Device);
    }
}
