using Mesh.Models;
using Mesh.Models.Clip;
using Mesh.Models.Llama;
using Mesh.Tokenizers;
using static TorchSharp.torch;

namespace Mesh.Editing.Families;

// B instructions, L tokens, C channels of the LLaMA, P channels of the CLIP

/// <summary>Reads instructions as HunyuanVideo and ICVE do: tokens by a LLaMA, the pooled vector by a CLIP.</summary>
/// <remarks>Owns the networks. Text is read as it stands, without white space around it.</remarks>
internal sealed class PromptEncoder(
    PromptConfig config, Tokenizer llamaTokenizer, LlamaModel llama, Tokenizer clipTokenizer, ClipTextModel clip)
    : ITextEncoder, IDisposable
{
    // Padding is masked in both networks, so that its id has no influence.
    private const int PadId = 0;

    /// <inheritdoc/>
    public TextCondition Encode(IReadOnlyList<string> instructions)
    {
        string[] texts = [.. instructions.Select(text => text.Trim())];
        using var scope = NewDisposeScope();
        var (tokens, mask) = Tokens(texts);
        var (ids, seen) = Ids(clipTokenizer, texts, config.Clip.MaxLength);
        var pooled = clip.call(ids, seen).Pooled;
        return new TextCondition(
            tokens.MoveToOuterDisposeScope(), mask.MoveToOuterDisposeScope(), pooled.MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        llama.Dispose();
        clip.Dispose();
    }

    // [B, L, C] and [B, L]
    private (Tensor Tokens, Tensor Mask) Tokens(string[] texts)
    {
        string[] prompts = [.. texts.Select(text => config.Template.Replace(PromptConfig.Slot, text))];
        var (ids, mask) = Ids(llamaTokenizer, prompts, config.CropStart + config.MaxTokens);
        var states = llama.call(ids, mask);
        return (
            states.narrow(1, config.CropStart, config.MaxTokens).contiguous(),
            mask.narrow(1, config.CropStart, config.MaxTokens).contiguous());
    }

    private (Tensor Ids, Tensor Mask) Ids(Tokenizer tokenizer, string[] texts, int length)
    {
        var batch = tokenizer.Encode(texts, new BatchShape { MaxLength = length, PadId = PadId });
        var device = llama.parameters().First().device;
        return (Matrix(batch.Ids), Matrix(batch.Mask));

        Tensor Matrix(long[] values) => tensor(values, [batch.Count, batch.Length], device: device);
    }
}
