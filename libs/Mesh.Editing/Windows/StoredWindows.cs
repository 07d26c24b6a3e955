using Mesh.Editing.Stages;
using static TorchSharp.torch;

namespace Mesh.Editing.Windows;

/// <summary>
/// Decodes each window from the latents that earlier stages wrote, one window ahead: the network works while frames
/// are read, composed and written.
/// </summary>
internal sealed class StoredWindows : IWindows, IAsyncDisposable
{
    private readonly EditModel _model;
    private readonly LatentFile<SourceFacts> _sources;
    private readonly LatentFile<EditedFacts> _edits;
    private readonly WindowCodec _codec;
    private Task<WindowFrames> _ahead;

    public StoredWindows(EditModel model, LatentFile<SourceFacts> sources, LatentFile<EditedFacts> edits)
    {
        (_model, _sources, _edits, _codec) = (model, sources, edits, new(model, sources.Plan.Size));
        _ahead = Task.Run(() => Decode(0));
    }

    /// <summary>Windows come in order, each once.</summary>
    public WindowFrames Edit(
        int index, WindowInput input, Action<EditStage, int> done, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var result = _ahead.GetAwaiter().GetResult();
        if (index + 1 < _sources.Plan.Windows.Count)
            _ahead = Task.Run(() => Decode(index + 1), CancellationToken.None);
        done(EditStage.Decode, 1);
        return result;
    }

    /// <summary>Waits until the network is at rest; the files and the model may go then.</summary>
    public async ValueTask DisposeAsync() => await _ahead.ContinueWith(static _ => { }, TaskScheduler.Default);

    private WindowFrames Decode(int index)
    {
        using var scope = NewDisposeScope();
        var device = _model.Place.Device;
        return _codec.Decode(
            _sources.Read(index, device), _edits.Read(index, device), _sources.Plan.Windows[index].Count);
    }
}
