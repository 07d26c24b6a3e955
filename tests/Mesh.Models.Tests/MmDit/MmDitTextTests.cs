using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.MmDit;

/// <summary>Text is what its mask says, whatever else is in the tensor.</summary>
public sealed class MmDitTextTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Padded_text_with_a_mask_is_trimmed_text_without(bool source)
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var (model, input) = (TinyMmDit.Model(), TinyMmDit.Input(source: source));
        var trimmed = new TextCondition(
            input.Text.Tokens.narrow(1, 0, 4), input.Text.Mask.narrow(1, 0, 4), input.Text.Pooled);

        var padded = model.call(TinyMmDit.Hidden(input, visible: 4));

        Assert.True(padded.allclose(model.call(input with { Text = trimmed }), 1e-4, 1e-5));
    }

    [Fact]
    public void Contents_of_padding_are_irrelevant()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var (model, input) = (TinyMmDit.Model(), TinyMmDit.Hidden(TinyMmDit.Input(), visible: 4));
        var before = model.call(input);

        input.Text.Tokens.narrow(1, 4, 3).fill_(100);

        Assert.True(before.eq(model.call(input)).all().ToBoolean());
    }
}
