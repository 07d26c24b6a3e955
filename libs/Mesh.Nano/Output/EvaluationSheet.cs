using Mesh.Nano.Evaluation;
using Mesh.Scenes;
using Mesh.Video;
using Mesh.Video.Images;

namespace Mesh.Nano.Output;

/// <summary>A picture of evaluated cases: a row each, source, then edited, then the exact answer.</summary>
public static class EvaluationSheet
{
    private const int ShownSide = 64;
    private const int Gap = 4;

    public static RgbImage Draw(IReadOnlyList<ShownCase> cases) =>
        ContactSheet.Draw([.. cases.Select(Row)], Math.Max(1, ShownSide / cases[0].Side));

    private static ContactRow Row(ShownCase one)
    {
        var verdict = one.Result.Edited.Success ? "ok" : "MISSED";
        var blank = new RgbImage(Gap, one.Side);
        return new ContactRow(
            $"{one.Result.Case.Edit.Instruction}   [{verdict}]   source | edited | exact answer",
            [.. Frames(one, one.Source), blank, .. Frames(one, one.Edited), blank, .. Frames(one, one.Target)]);
    }

    private static IEnumerable<RgbImage> Frames(ShownCase one, float[] clip) =>
        Enumerable.Range(0, Scene.ClipFrames).Select(frame => Frame(clip, one.Side, frame));

    private static RgbImage Frame(float[] clip, int side, int frame)
    {
        var (image, pixels) = (new RgbImage(side, side), side * side);
        for (var pixel = 0; pixel < pixels; pixel++)
            for (var channel = 0; channel < 3; channel++)
            {
                var value = clip[(channel * Scene.ClipFrames + frame) * pixels + pixel];
                image.Pixels[3 * pixel + channel] = (byte)(Math.Clamp(value, 0, 1) * 255 + .5f);
            }
        return image;
    }
}
