using Mesh.Editing.Stages;
using static TorchSharp.torch;

namespace Mesh.Editing.Windows;

/// <summary>Edits each window from its frames, holding the latents of one window at a time.</summary>
internal sealed class LiveWindows(EditModel model, LatentEditor editor, FilmPlan plan, long seed) : IWindows
{
    private readonly WindowCodec _codec = new(model, plan.Size);

    public WindowFrames Edit(
        int index, WindowInput input, Action<EditStage, int> done, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var source = _codec.Encode(input);
        done(EditStage.Encode, 1);

        var shape = model.Description.Shapes.Noise(source.shape);
        var noise = WindowNoise.Of(model, plan.Windows[index], seed, shape);
        var offsets = WindowNoise.Offsets(model, plan.Windows[index], seed, shape);
        var edited = editor.Edit(source, noise, offsets, step => done(EditStage.Denoise, step), cancellation);

        cancellation.ThrowIfCancellationRequested();
        var result = _codec.Decode(source, edited, input.Frames.Count);
        done(EditStage.Decode, 1);
        return result;
    }
}
