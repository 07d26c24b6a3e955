using Mesh.Models.CausalVae3d;
using Mesh.Nn;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.CausalVae3d;

public sealed class FrameCausalAttentionTests
{
    [Fact]
    public void Frame_by_frame_equals_one_attention_under_the_mask()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        using var generator = SeededWeights.Seed(17);
        var attention = SeededWeights.Fill(new FrameCausalAttention(TinyCausalVae.Config, 8, Layers.Default), 17);
        var weights = StateDict.Of(attention);
        var x = randn([2, 8, 3, 2, 5], generator: generator);

        var normed = nn.functional.group_norm(x, 2, weights["group_norm.weight"], weights["group_norm.bias"], 1e-6);
        var tokens = normed.flatten(2).transpose(1, 2);
        Tensor Project(string name, Tensor of) =>
            nn.functional.linear(of, weights[$"{name}.weight"], weights[$"{name}.bias"]);
        var scores = Project("to_q", tokens).matmul(Project("to_k", tokens).transpose(1, 2)) / Math.Sqrt(8);
        var frame = arange(3).repeat_interleave(10);
        var hidden = frame.unsqueeze(0) > frame.unsqueeze(1);
        var seen = scores.masked_fill(hidden, double.NegativeInfinity).softmax(-1);
        var expected = x + Project("to_out.0", seen.matmul(Project("to_v", tokens))).transpose(1, 2).reshape(x.shape);

        Assert.True(attention.call(x).allclose(expected, atol: 1e-5));
    }
}
