using Mesh.Models.Llama;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.Llama;

/// <summary>A LLaMA of two layers with random weights.</summary>
internal static class TinyLlama
{
    public static LlamaConfig Config { get; } = new()
    {
        VocabularySize = 11,
        HiddenSize = 16,
        FfnSize = 24,
        NumLayers = 2,
        NumHeads = 4,
        NumKeyValueHeads = 2,
        RopeTheta = 10_000,
    };

    public static LlamaLanguageModel Model()
    {
        manual_seed(3);
        return new LlamaLanguageModel(Config);
    }

    public static Tensor Ids(params long[] ids) => tensor(ids).unsqueeze(0);

    public static Tensor Ones(Tensor ids) => ones_like(ids);
}
