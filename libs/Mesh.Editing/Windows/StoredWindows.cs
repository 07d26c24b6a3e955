using Mesh.Editing.Stages;
using static TorchSharp.torch;

namespace Mesh.Editing.Windows;

/// <summary>Decodes each window from the latents that earlier stages wrote.</summary>
internal sealed class StoredWindows(
    EditModel model, LatentFile<SourceFacts> sources, LatentFile<EditedFacts> edits) : IWindows
{
    private readonly WindowCodec _codec = new(model, sources.Plan.Size);

    public WindowFrames Edit(
        int index, WindowInput input, Action<EditStage, int> done, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        var (source, edited) = (sources.Read(index, model.Place.Device), edits.Read(index, model.Place.Device));
        var result = _codec.Decode(source, edited, input.Frames.Count);
        done(EditStage.Decode, 1);
        return result;
    }
}
