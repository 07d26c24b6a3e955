using Google.Protobuf;
using Mesh.Contracts.Dit.V1;
using Mesh.Contracts.Objects.V1;
using Mesh.Contracts.Tensors;
using Mesh.Editing;
using Mesh.Editing.Stages;
using Mesh.Serving.Wire;
using static TorchSharp.torch;

namespace Mesh.Dit.Tests;

/// <summary>What a client sends to have one latent denoised.</summary>
internal static class DenoiseCall
{
    /// <summary>Tensors that the tiny model takes.</summary>
    public static Dictionary<string, WireTensor> Tensors()
    {
        using var random = new Generator(2);
        var tensors = new Dictionary<string, Tensor> { ["source"] = randn([1, 4, 2, 8, 8], generator: random) };
        foreach (var text in (string[])["prompted", "unprompted"])
        {
            tensors[$"{text}.tokens"] = randn([1, 6, 8], generator: random);
            tensors[$"{text}.mask"] = ones([1, 6], ScalarType.Int64);
            tensors[$"{text}.pooled"] = randn([1, 48], generator: random);
        }
        return tensors.ToDictionary(tensor => tensor.Key, tensor => Copy(tensor.Value.ToWire(tensor.Key)));
    }

    public static IEnumerable<DenoiseRequest> Requests(
        DenoiseOptions options, IReadOnlyDictionary<string, WireTensor> tensors) =>
    [
        new() { Options = options },
        .. tensors.Values.SelectMany(TensorSender.Parts).Select(part => new DenoiseRequest { Tensor = Copy(part) }),
    ];

    /// <summary>What the library makes of them.</summary>
    public static byte[] Expected(string folder, DenoiseOptions options)
    {
        using var model = ModelFolder.Load(folder, parts: ModelParts.Transformer);
        var tensors = Tensors();
        using var condition = ConditionFile.Of(tensors.ContainsKey, name => tensors[name].ToTensor());
        using var source = tensors["source"].ToTensor();
        using var edited = new DenoiseStage(model).Denoise(
            condition,
            source,
            new(options.Seed, options.Steps, options.Guidance, ""),
            _ => { },
            CancellationToken.None);
        return edited.contiguous().ToWire("edited").Bytes.ToArray();
    }

    private static WireTensor Copy(WireTensor tensor) => tensor with { Bytes = tensor.Bytes.ToArray() };

    private static TensorPart Copy(TensorPart part) => TensorPart.Parser.ParseFrom(part.ToByteArray());
}
