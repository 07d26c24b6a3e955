using Mesh.Nn.Lora;
using Mesh.Tensors;
using Mesh.Weights.Lora;
using static TorchSharp.torch;

namespace Mesh.Editing;

/// <summary>A LoRA for the denoiser of any family.</summary>
/// <param name="Path">A file in any of the published layouts, or the folder of one.</param>
/// <param name="Strength">Share of the update that is applied; 1 is as trained.</param>
public sealed record ModelLora(string Path, double Strength = 1)
{
    /// <summary>Folds the update into the weights; the model then costs nothing more.</summary>
    /// <param name="model">Loaded with <see cref="ModelParts.Transformer"/>; its weights are changed.</param>
    /// <exception cref="ModelException">There is no such file, or it is not of this network.</exception>
    public void FoldInto(EditModel model)
    {
        using var mode = no_grad();
        var weights = StateDict.Of(model.Denoiser.Network);
        try
        {
            using var updates = LoraReader.Read(
                Path, model.Denoiser.Names, name => weights.TryGetValue(name, out var weight) ? weight.shape[0] : null);
            foreach (var (layer, factors) in updates.Layers)
                Fold(weights, layer, factors);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new ModelException($"LoRA {Path}: {error.Message}", error);
        }
    }

    private void Fold(Dictionary<string, Tensor> weights, string layer, LoraFactors factors)
    {
        if (!weights.TryGetValue($"{layer}.weight", out var weight))
            throw new InvalidDataException($"the network has no layer {layer}.");
        using var scope = NewDisposeScope();
        var (down, up) = (On(factors.Down), On(factors.Up));                        // [r, I], [O, r]
        if (weight.dim() != 2 || weight.shape[0] != up.shape[0] || weight.shape[1] != down.shape[1])
        {
            throw new InvalidDataException($"{layer} is [{string.Join(", ", weight.shape)}], the update "
                + $"[{up.shape[0]}, {down.shape[1]}].");
        }
        var update = up.matmul(down) * (factors.Scale * Strength);
        weight.copy_(weight.to(ScalarType.Float32) + update);

        Tensor On(Tensor factor) => factor.to(ScalarType.Float32, weight.device);
    }
}
