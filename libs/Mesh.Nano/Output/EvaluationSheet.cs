using Mesh.Nano.Evaluation;
using Mesh.Scenes;
using Mesh.Video;
using Mesh.Video.Images;

namespace Mesh.Nano.Output;

/// <summary>A picture of evaluated cases: a row each, source, then edited, then the exact answer.</summary>
public static class EvaluationSheet
{
    private const int Scale = 2;
    private const int Gap = 4;

    public static RgbImage Draw(IReadOnlyList<ShownCase> cases) =>
        ContactSheet.Draw([.. cases.Select(Row)], Scale);

    private static ContactRow Row(ShownCase one)
    {
        var verdict = one.Result.Edited.Success ? "ok" : "MISSED";
        var blank = new RgbImage(Gap, Scene.ClipSide);
        return new ContactRow(
            $"{one.Result.Case.Edit.Instruction}   [{verdict}]   source | edited | exact answer",
            [.. Frames(one.Source), blank, .. Frames(one.Edited), blank, .. Frames(one.Target)]);
    }

    private static IEnumerable<RgbImage> Frames(float[] clip) =>
        Enumerable.Range(0, Scene.ClipFrames).Select(frame => Frame(clip, frame));

    private static RgbImage Frame(float[] clip, int frame)
    {
        const int Pixels = Scene.ClipSide * Scene.ClipSide;
        var image = new RgbImage(Scene.ClipSide, Scene.ClipSide);
        for (var pixel = 0; pixel < Pixels; pixel++)
            for (var channel = 0; channel < 3; channel++)
            {
                var value = clip[(channel * Scene.ClipFrames + frame) * Pixels + pixel];
                image.Pixels[3 * pixel + channel] = (byte)(Math.Clamp(value, 0, 1) * 255 + .5f);
            }
        return image;
    }
}
