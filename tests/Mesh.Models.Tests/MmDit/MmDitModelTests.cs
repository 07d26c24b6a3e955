using Mesh.Models.MmDit;
using Mesh.Nn;
using Mesh.Tensors;
using Mesh.TestKit;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.MmDit;

public sealed class MmDitModelTests
{
    private const long HunyuanParameters = 12_821_012_544;

    [Fact]
    public void Editing_and_text_to_video_have_the_same_weights()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var model = TinyMmDit.Model();

        // One set of weights runs both forwards, and both use all of it.
        Assert.Equal([2, 4, 2, 4, 6], model.call(TinyMmDit.Input(source: true)).shape);
        Assert.Equal([2, 4, 2, 4, 6], model.call(TinyMmDit.Input(source: false)).shape);
        Assert.DoesNotContain(StateDict.Of(model).Keys, key => key.Contains("source", StringComparison.Ordinal));
    }

    [Fact]
    public void The_source_is_seen()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var (model, input) = (TinyMmDit.Model(), TinyMmDit.Input());

        var other = model.call(input with { Source = randn_like(input.Source!) });

        Assert.False(other.allclose(model.call(input), 1e-3, 1e-3));
    }

    [Fact]
    public void A_joined_source_adds_one_patch_layer()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var joined = TinyMmDit.Model(TinyMmDit.Config with { JoinSource = true });
        var plain = TinyMmDit.Model();

        string[] added = [.. StateDict.Of(joined).Keys.Except(StateDict.Of(plain).Keys).Order(StringComparer.Ordinal)];

        Assert.Equal(["source_in.proj.bias", "source_in.proj.weight"], added);
        Assert.Equal([2, 4, 2, 4, 6], joined.call(TinyMmDit.Input()).shape);
    }

    [Fact]
    public void Forward_leaves_only_its_result()
    {
        using var outer = NewDisposeScope();
        var (model, input) = (TinyMmDit.Model(), TinyMmDit.Hidden(TinyMmDit.Input(), visible: 4));

        using var scope = NewDisposeScope();
        var velocity = model.call(input);

        Assert.Equal([velocity], scope.DisposablesView);
    }

    [Fact]
    public void Every_weight_gets_a_gradient()
    {
        using var scope = NewDisposeScope();
        var model = TinyMmDit.Model(TinyMmDit.Config with { JoinSource = true });

        model.call(TinyMmDit.Input()).square().mean().backward();

        // The text tokens of the last double-stream block still feed the single-stream blocks; nothing is unused.
        Assert.Empty(model.named_parameters().Where(pair => pair.parameter.grad is null).Select(pair => pair.name));
    }

    [Fact]
    public void Bfloat16_is_close_to_float32()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var (model, input) = (TinyMmDit.Model(), TinyMmDit.Input());
        var exact = model.call(input);

        model.to(ScalarType.BFloat16);
        var rounded = model.call(input);

        Assert.Equal(ScalarType.BFloat16, rounded.dtype);
        Assert.True((rounded.to(ScalarType.Float32) - exact).abs().max().ToSingle() < 0.05);
    }

    [Fact]
    public void Full_size_has_the_published_names_and_shapes()
    {
        using var scope = NewDisposeScope();
        var model = new MmDitModel(MmDitConfig.Hunyuan13B, Layers.On(META));
        var weights = StateDict.Of(model);

        Assert.Equal(856, weights.Count);
        Assert.Equal(HunyuanParameters, weights.Values.Sum(weight => weight.numel()));
        Approved.Verify(weights.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key} [{string.Join(", ", pair.Value.shape)}]"));
    }

    [Theory]
    [InlineData(false, TextProjection.Refiner, QkNorm.Rms, 95_776)]
    [InlineData(true, TextProjection.Linear, QkNorm.Rms, 78_424)]
    [InlineData(true, TextProjection.Refiner, QkNorm.None, 102_400)]
    [InlineData(true, TextProjection.Refiner, QkNorm.Layer, 102_688)]
    [InlineData(true, TextProjection.Refiner, QkNorm.Rms, 102_544)]
    public void Variants_have_the_published_parameter_counts_and_run(
        bool guidance, TextProjection projection, QkNorm norm, long parameters)
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var config = TinyMmDit.Config with { GuidanceEmbed = guidance, TextProjection = projection, QkNorm = norm };
        var model = TinyMmDit.Model(config);

        Assert.Equal(parameters, model.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal([2, 4, 2, 4, 6], model.call(TinyMmDit.Input(guidance: guidance)).shape);
    }

    [Fact]
    public void A_wrong_shape_names_the_argument_and_both_shapes()
    {
        using var scope = NewDisposeScope();
        var (model, input) = (TinyMmDit.Model(), TinyMmDit.Input());

        var error = Assert.Throws<ShapeException>(() => model.call(input with { Source = randn([2, 4, 2, 4, 4]) }));

        Assert.Contains("Source must be [2, 4, 2, 4, 6], got [2, 4, 2, 4, 4]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_guidance_is_an_error()
    {
        using var scope = NewDisposeScope();

        Assert.Throws<ArgumentException>(() => TinyMmDit.Model().call(TinyMmDit.Input(guidance: false)));
    }
}
