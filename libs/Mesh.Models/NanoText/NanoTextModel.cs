// B batch, L tokens, C hidden size

using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.NanoText;

/// <summary>Small transformer over the words of an instruction, trained together with the editor.</summary>
public sealed class NanoTextModel : Module<Tensor, (Tensor Tokens, Tensor Pooled)>, ITextEncoder
{
    private readonly Embedding embedding;
    private readonly Parameter positions;  // [L, C]
    private readonly ModuleList<NanoTextBlock> blocks;
    private readonly LayerNorm norm_out;

    public NanoTextModel(NanoTextConfig config, Layers? layers = null)
        : base(nameof(NanoTextModel))
    {
        layers ??= Layers.Default;
        Vocabulary = new NanoVocabulary(config);
        Config = config;
        var (L, C) = (config.Length, config.HiddenSize);
        embedding = Embedding(config.VocabularySize, C, device: layers.Device, dtype: layers.DType);
        positions = Parameter(randn([L, C], layers.DType, layers.Device) * 0.1);
        blocks = new ModuleList<NanoTextBlock>(
            [.. Enumerable.Range(0, config.NumLayers).Select(_ => new NanoTextBlock(config, layers))]);
        norm_out = LayerNorm(C, device: layers.Device, dtype: layers.DType);
        RegisterComponents();
    }

    public NanoTextConfig Config { get; }

    public NanoVocabulary Vocabulary { get; }

    /// <summary>Ids of a batch of instructions.</summary>
    /// <returns>int64, [B, L].</returns>
    /// <exception cref="UnknownWordException">A word is not known.</exception>
    /// <exception cref="InstructionTooLongException">An instruction has too many words.</exception>
    public Tensor Ids(IReadOnlyList<string> instructions) =>
        tensor((long[])[.. instructions.SelectMany(Vocabulary.Encode)], device: positions.device)
            .reshape(instructions.Count, Config.Length);

    /// <param name="ids">int64, [B, L]; 0 is padding.</param>
    /// <returns>One vector per token, zero on padding, [B, L, C]; all of them in a row, [B, L*C].</returns>
    /// <exception cref="ShapeException">Ids are not [B, L].</exception>
    public override (Tensor Tokens, Tensor Pooled) forward(Tensor ids)
    {
        if (ids.shape is not [_, var L] || L != Config.Length)
            throw new ShapeException(nameof(ids), $"[B, {Config.Length}]", ids.shape);

        using var scope = NewDisposeScope();
        var real = Mask(ids);
        var hidden = KeyMask.Additive(real, positions.dtype);
        var x = embedding.call(ids) + positions;  // [B, L, C]
        foreach (var block in blocks)
            x = block.call(x, hidden);

        var tokens = norm_out.call(x) * real.to(x.dtype).unsqueeze(-1);
        return (tokens.MoveToOuterDisposeScope(), tokens.flatten(1).MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    /// <exception cref="UnknownWordException">A word is not known.</exception>
    /// <exception cref="InstructionTooLongException">An instruction has too many words.</exception>
    public TextCondition Encode(IReadOnlyList<string> instructions)
    {
        using var scope = NewDisposeScope();
        var ids = Ids(instructions);
        var (tokens, pooled) = call(ids);
        return new TextCondition(
            tokens.MoveToOuterDisposeScope(),
            Mask(ids).MoveToOuterDisposeScope(),
            pooled.MoveToOuterDisposeScope());
    }

    /// <summary>1 for the start token and words, 0 for padding; int64, [B, L].</summary>
    public static Tensor Mask(Tensor ids) => ids.ne(NanoVocabulary.Padding).to(ScalarType.Int64);
}
