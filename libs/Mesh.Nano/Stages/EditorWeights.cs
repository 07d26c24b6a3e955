using Mesh.Training.Optimizers;
using static TorchSharp.torch;

namespace Mesh.Nano.Stages;

/// <summary>Averaged weights of an editor in training.</summary>
internal sealed record EditorWeights(MasterWeights Layout, Tensor Average)
{
    public IEnumerable<KeyValuePair<string, Tensor>> Transformer =>
        Layout.Named(Average, EditorNetworks.TransformerPrefix);

    public IEnumerable<KeyValuePair<string, Tensor>> Text => Layout.Named(Average, EditorNetworks.TextPrefix);
}
