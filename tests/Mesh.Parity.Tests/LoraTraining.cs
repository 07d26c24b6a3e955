using Mesh.Nn.Lora;
using Mesh.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>Training of a recorded LoRA: loss, gradients, steps of AdamW on the factors alone.</summary>
internal static class LoraTraining
{
    private const string Losses = "out.adamw.losses";
    private const double LearningRate = 1e-3;
    private const double WeightDecay = 0.01;

    public static void Verify(Golden golden, LoraGoldenNetwork network, LoraWeights weights)
    {
        using (weights)
        {
            var adapter = LoraAdapter.Attach(network.Model, weights);
            using (var loss = Loss(golden, network))
            {
                Close.Assert("out.loss", loss.view(1), golden["out.loss"]);
                loss.backward();
            }
            Compare(golden, "grad.", adapter, factor => factor.grad!);
            Assert.DoesNotContain(StateDict.Of(network.Model).Values, weight => weight.requires_grad);
            Step(golden, network, adapter);
        }
    }

    private static void Step(Golden golden, LoraGoldenNetwork network, LoraAdapter adapter)
    {
        using var optimizer = optim.AdamW(adapter.Parameters(), LearningRate, weight_decay: WeightDecay);
        var losses = new List<double>();
        var steps = golden.ShapeOf(Losses)[0];
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = Loss(golden, network);
            loss.backward();
            losses.Add(loss.ToDouble());
            optimizer.step();
        }
        Close.Assert(Losses, tensor(losses.ToArray()), golden[Losses]);
        Compare(golden, $"after{steps}.", adapter, factor => factor);
    }

    private static Tensor Loss(Golden golden, LoraGoldenNetwork network) =>
        nn.functional.mse_loss(network.Run(), golden["in.target"]);

    // The record is in the layout of peft.
    private static void Compare(Golden golden, string prefix, LoraAdapter adapter, Func<Tensor, Tensor> value)
    {
        prefix += "base_model.model.";
        var compared = 0;
        foreach (var name in golden.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var parts = name[prefix.Length..].Split(".lora_");
            var layer = adapter.Layers[LoraGoldenNetwork.Published(parts[0])];
            Close.Assert(name, value(parts[1][0] == 'A' ? layer.Down! : layer.Up!), golden[name]);
            compared++;
        }
        Assert.Equal(2 * adapter.Layers.Count, compared);
    }
}
