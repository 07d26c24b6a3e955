using Mesh.TestKit;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Editing.Tests;

public sealed class GuidanceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Both_branches_at_once_give_what_one_after_the_other_gives()
    {
        var path = TinyIcve.Write(_folder.At("model"));

        var (one, both) = (Edited(path, batched: false), Edited(path, batched: true));

        Assert.True(one.allclose(both, rtol: 1e-4, atol: 1e-4), $"{(one - both).abs().max().ToSingle()}");
        Assert.False(one.allclose(zeros_like(one), rtol: 0, atol: 1e-2));
    }

    [Fact]
    public void Texts_of_different_length_share_a_batch()
    {
        var path = TinyWan.Write(_folder.At("wan"), hasContext: false);

        Assert.True(Edited(path, batched: false).allclose(Edited(path, batched: true), rtol: 1e-4, atol: 1e-4));
    }

    private static Tensor Edited(string path, bool batched)
    {
        using var mode = inference_mode();
        using var model = ModelFolder.Load(path, memory: new() { BatchGuidance = batched });
        using var condition = EditCondition.Encode(model, guidance: 3, "blurry grey", "make it snow");
        using var random = new Generator(6);
        var source = randn([1, 4, 2, 4, 4], generator: random);
        var noise = randn([1, 4, 2, 4, 4], generator: random);
        return new LatentEditor(model, condition, steps: 2, guidance: 3)
            .Edit(source, noise, [], _ => { }, CancellationToken.None);
    }
}
