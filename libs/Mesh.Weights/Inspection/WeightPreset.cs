using Mesh.Models.CausalVae3d;
using Mesh.Models.Clip;
using Mesh.Models.Llama;
using Mesh.Models.Llava;
using Mesh.Models.MmDit;
using Mesh.Models.Umt5;
using Mesh.Models.Wan;
using Mesh.Models.WanVae;
using Mesh.Nn;
using Mesh.Weights.Kinds;
using static TorchSharp.torch;

namespace Mesh.Weights.Inspection;

/// <summary>A published network: what a complete file of it holds.</summary>
/// <param name="Name">As its authors call it.</param>
/// <param name="Kind">What its names tell.</param>
/// <param name="Build">Makes it of shapes alone.</param>
/// <param name="Keys">From published names to its keys; null for one that it does not need.</param>
internal sealed record WeightPreset(
    string Name,
    WeightKind Kind,
    Func<Layers, nn.Module> Build,
    Func<IEnumerable<string>, nn.Module, Func<string, string?>> Keys)
{
    public static IReadOnlyList<WeightPreset> All { get; } =
    [
        Same("HunyuanVideo and ICVE, 13 B", WeightKind.HunyuanTransformer,
            layers => new MmDitModel(MmDitConfig.Hunyuan13B, layers)),
        new("HunyuanVideo's VAE", WeightKind.HunyuanVae,
            layers => new CausalVae3dModel(CausalVae3dConfig.HunyuanVae, layers),
            (_, _) => name => name.StartsWith("vae.", StringComparison.Ordinal) ? name["vae.".Length..] : name),
        Same("Wan 1.3 B", WeightKind.WanTransformer, layers => new WanModel(WanConfig.Wan1_3B, layers)),
        Same("Wan 14 B", WeightKind.WanTransformer, layers => new WanModel(WanConfig.Wan14B, layers)),
        Same("VACE 1.3 B", WeightKind.WanTransformer, layers => new WanModel(WanConfig.Vace1_3B, layers)),
        Same("VACE 14 B", WeightKind.WanTransformer, layers => new WanModel(WanConfig.Vace14B, layers)),
        Same("Wan's VAE", WeightKind.WanVae, _ => new WanVaeModel(WanVaeConfig.Wan21)),
        Same("UMT5 XXL", WeightKind.Umt5, layers => new Umt5Model(Umt5Config.Xxl, layers)),
        Text("LLaMA of HunyuanVideo and ICVE", WeightKind.Llama, skip: 2),
        Text("LLaMA of HunyuanVideo and ICVE", WeightKind.Llava, skip: 2),
        new("LLaVA-LLaMA-3 8 B", WeightKind.Llava, layers => new LlavaModel(LlavaConfig.Llama8B, layers),
            (_, _) => LlavaNames.KeyOf),
        ClipPart("CLIP ViT-L text", WeightKind.Clip),
        ClipPart("CLIP ViT-L text", WeightKind.ClipText),
    ];

    private static WeightPreset Same(string name, WeightKind kind, Func<Layers, nn.Module> build) =>
        new(name, kind, build, (_, _) => key => key);

    private static WeightPreset Text(string name, WeightKind kind, int skip) => new(
        name, kind, layers => new LlamaModel(LlamaConfig.Llava8B, layers, skip),
        (names, module) => LlamaNames.KeysOf(names, (LlamaModel)module));

    private static WeightPreset ClipPart(string name, WeightKind kind) => new(
        name, kind, layers => new ClipTextModel(ClipTextConfig.Large, layers), (_, _) => ClipTextModel.KeyOf);
}
