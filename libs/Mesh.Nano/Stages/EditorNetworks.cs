using Mesh.Models;
using Mesh.Models.MmDit;
using Mesh.Models.NanoText;
using Mesh.Nano.Recipe;
using Mesh.Nn;
using Mesh.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Nano.Stages;

/// <summary>The two networks that learn to edit.</summary>
internal sealed record EditorNetworks(MmDitModel Transformer, NanoTextModel Text) : IDisposable
{
    public const string TransformerPrefix = "transformer.", TextPrefix = "text.";

    /// <summary>Random weights in float32, the same for the same seed on every device.</summary>
    public static EditorNetworks Build(NanoRecipe recipe, Device device)
    {
        manual_seed((long)recipe.Seed);
        var text = new NanoTextModel(recipe.Text, Layers.Default);
        var transformer = new MmDitModel(recipe.Transformer, Layers.Default);
        MmDitInitializer.Initialize(transformer, recipe.GateBias);
        text.to(device);
        transformer.to(device);
        return new EditorNetworks(transformer, text);
    }

    /// <summary>Keeps the weights in float32 and casts the networks.</summary>
    public MasterWeights Lower(ScalarType compute) =>
        new([(TransformerPrefix, Transformer), (TextPrefix, Text)], compute, IsMatrix);

    /// <param name="ids">[B, L].</param>
    public TextCondition Encode(Tensor ids)
    {
        var (tokens, pooled) = Text.call(ids);
        return new TextCondition(tokens, NanoTextModel.Mask(ids), pooled);
    }

    public void Dispose()
    {
        Transformer.Dispose();
        Text.Dispose();
    }

    private static bool IsMatrix(string name, Tensor weight) =>
        weight.dim() == 2 && name.Contains("blocks.", StringComparison.Ordinal);
}
