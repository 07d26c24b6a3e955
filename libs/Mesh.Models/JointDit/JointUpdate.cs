using static TorchSharp.torch;

namespace Mesh.Models.JointDit;

/// <summary>How a block of two streams changes them: attention over both, then a feed-forward layer for each.</summary>
/// <param name="Attention">Over both.</param>
/// <param name="Image">Feed-forward layer of the picture.</param>
/// <param name="Text">Feed-forward layer of the text.</param>
internal sealed record JointUpdate(JointAttention Attention, JointFeedForward Image, JointFeedForward Text)
{
    /// <param name="x">The streams.</param>
    /// <param name="context">What every block sees.</param>
    /// <param name="image">Modulation of the picture, [B, 6 C] or [B, Li, 6 C].</param>
    /// <param name="text">Modulation of the text, [B, 6 C].</param>
    /// <returns>Owned by the caller.</returns>
    public JointStreams Of(JointStreams x, JointContext context, Tensor image, Tensor text)
    {
        using var scope = NewDisposeScope();
        var (ofImage, ofText) = (JointModulation.Of(image, 2), JointModulation.Of(text, 2));
        var attended = Attention.call(new(ofImage[0].Apply(x.Image), ofText[0].Apply(x.Text)), context);
        return new JointStreams(
            Step(x.Image, attended.Image, ofImage, Image), Step(x.Text, attended.Text, ofText, Text));
    }

    private static Tensor Step(Tensor x, Tensor attended, JointModulation[] modulation, JointFeedForward mlp)
    {
        var y = x + modulation[0].Gate * attended;
        return (y + modulation[1].Gate * mlp.call(modulation[1].Apply(y))).MoveToOuterDisposeScope();
    }
}
