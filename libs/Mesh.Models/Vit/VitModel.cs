using Mesh.Nn;
using Mesh.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Vit;

// B batch, N patches, C hidden size

/// <summary>A vision transformer trained without labels; state-dict keys are those Hugging Face publishes.</summary>
public abstract class VitModel : Module<Tensor, Tensor>
{
    private protected readonly VitEmbeddings embeddings;
    private protected readonly VitEncoder encoder;
    private protected readonly AffineLayerNorm layernorm;

    private protected VitModel(
        string name, VitConfig config, Layers layers, bool maskToken, Func<Module<Tensor, Tensor>> block)
        : base(name)
    {
        config.Validate();
        Config = config;
        embeddings = new VitEmbeddings(config, layers, maskToken);
        encoder = new VitEncoder(Enumerable.Range(0, config.NumLayers).Select(_ => block()));
        layernorm = new AffineLayerNorm(config.HiddenSize, config.NormEps, layers);
    }

    public VitConfig Config { get; }

    /// <param name="pixels">Normalised as the network was trained, [B, 3, H, W], at least one patch.</param>
    /// <returns>The class token, which stands for the image, then the patches row by row, [B, 1 + N, C].</returns>
    /// <exception cref="ShapeException">The pixels have another rank or channel count, or are too few.</exception>
    public override Tensor forward(Tensor pixels)
    {
        Require(pixels);
        using var scope = NewDisposeScope();
        var hidden = encoder.call(embeddings.call(pixels));
        return Normed(hidden).MoveToOuterDisposeScope();
    }

    /// <summary>What left some of the blocks, each through the last norm.</summary>
    /// <param name="pixels">Normalised as the network was trained, [B, 3, H, W].</param>
    /// <param name="blocks">Numbers of blocks, from 1.</param>
    /// <returns>One [B, 1 + N, C] per number, owned by the caller.</returns>
    /// <exception cref="ShapeException">The pixels have another rank or channel count, or are too few.</exception>
    public Tensor[] Features(Tensor pixels, IReadOnlyList<int> blocks)
    {
        using var scope = NewDisposeScope();
        var outputs = BlockOutputs(pixels);
        return [.. blocks.Select(number => Normed(outputs[number - 1]).MoveToOuterDisposeScope())];
    }

    /// <summary>What left every block, before any norm.</summary>
    internal Tensor[] BlockOutputs(Tensor pixels)
    {
        Require(pixels);
        using var scope = NewDisposeScope();
        return [.. encoder.Outputs(embeddings.call(pixels)).Select(output => output.MoveToOuterDisposeScope())];
    }

    /// <summary>What enters the first block.</summary>
    internal Tensor Embedded(Tensor pixels) => embeddings.call(pixels);

    private Tensor Normed(Tensor hidden)
    {
        using var scope = NewDisposeScope();
        return layernorm.call(hidden).to(hidden.dtype).MoveToOuterDisposeScope();
    }

    private void Require(Tensor pixels)
    {
        var patch = Config.PatchSize;
        if (pixels.shape is not [_, var channels, var H, var W] || channels != Config.ImageChannels
            || H < patch || W < patch)
        {
            throw new ShapeException(
                nameof(pixels), $"[B, {Config.ImageChannels}, H, W] of at least {patch}x{patch}", pixels.shape);
        }
    }
}
