using Mesh.Models.NanoText;
using Mesh.Tensors;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.NanoText;

public sealed class NanoTextModelTests
{
    [Fact]
    public void Tokens_mask_and_pooled_describe_the_same_words()
    {
        using var scope = NewDisposeScope();
        using var text = Model().Encode(["remove the circle", ""]);

        Assert.Equal([2, 6, 16], text.Tokens.shape);
        Assert.Equal([2, 6 * 16], text.Pooled.shape);
        Assert.Equal<long>([1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0], text.Mask.data<long>().ToArray());
        Assert.Equal(text.Tokens.data<float>().ToArray(), text.Pooled.data<float>().ToArray());
        Assert.Equal(0, text.Tokens[0].narrow(0, 3, 3).abs().max().item<float>());
    }

    [Fact]
    public void What_padding_holds_does_not_matter()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var model = Model();
        var before = model.Encode(["remove the circle"]);

        StateDict.Of(model)["embedding.weight"][NanoVocabulary.Padding].fill_(5);

        Assert.True(before.Tokens.allclose(model.Encode(["remove the circle"]).Tokens, atol: 1e-6));
    }

    [Fact]
    public void Words_change_the_tokens_of_other_words()
    {
        using var scope = NewDisposeScope();
        using var text = Model().Encode(["recolour red circle to blue", "recolour red circle to grey"]);

        Assert.False(text.Tokens[0].narrow(0, 1, 3).allclose(text.Tokens[1].narrow(0, 1, 3), atol: 1e-3));
    }

    [Fact]
    public void An_instruction_does_not_depend_on_its_batch()
    {
        using var scope = NewDisposeScope();
        var model = Model();
        using var alone = model.Encode(["remove red square"]);
        using var beside = model.Encode(["recolour grey square to blue", "remove red square"]);

        Assert.True(alone.Pooled[0].allclose(beside.Pooled[1], atol: 1e-5));
    }

    [Fact]
    public void State_dict_matches_the_approved_list() =>
        Approved.Verify(StateDict.Of(Model()).Select(p => $"{p.Key} [{string.Join(", ", p.Value.shape)}]"));

    private static NanoTextModel Model() => SeededWeights.Fill(new NanoTextModel(TinyNanoText.Config), 5);
}
