using Mesh.Models.Clip;
using Mesh.Models.Llama;
using Mesh.Models.Llava;
using Mesh.Nn;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.Llama;

/// <summary>The published networks as shapes alone.</summary>
public sealed class PublishedSizeTests
{
    private static readonly Layers Shapes = Layers.On(device("meta"));

    [Fact]
    public void A_LLaMA_of_eight_billion_has_the_published_size()
    {
        var model = new LlamaModel(LlamaConfig.Llava8B, Shapes);

        Assert.Equal(7_505_186_816, Parameters(model));
        Assert.Equal(290, StateDict.Of(model).Count);
    }

    [Fact]
    public void Layers_that_are_not_needed_take_no_room() =>
        Assert.Equal(7_068_958_720, Parameters(new LlamaModel(LlamaConfig.Llava8B, Shapes, skip: 2)));

    [Fact]
    public void The_text_part_of_a_large_CLIP_has_the_published_size() =>
        Assert.Equal(123_060_480, Parameters(new ClipTextModel(ClipTextConfig.Large, Shapes)));

    [Fact]
    public void An_image_of_the_published_LLaVA_is_576_tokens() => Assert.Equal(576, LlavaConfig.Llama8B.ImageTokens);

    private static long Parameters(nn.Module module) => module.parameters().Sum(weight => weight.numel());
}
