using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Nn;

/// <summary>Makes one linear layer. <paramref name="role"/> is its field name, for example "qkv".</summary>
public delegate Module<Tensor, Tensor> MakeLinear(string role, long inFeatures, long outFeatures, bool bias);

/// <summary>
/// Makes one attention kernel: q, k, v as [B, H, L, D] and a key mask or null in, [B, L, H*D] out; the mask is as
/// <see cref="KeyMask"/> makes it.
/// </summary>
public delegate Module<Tensor, Tensor, Tensor, Tensor?, Tensor> MakeAttention();

/// <summary>
/// The replaceable leaves of every network. Adapters and quantization wrap <see cref="Linear"/>; model code never asks
/// which of them is in use, nor over how many ranks it is spread.
/// </summary>
/// <param name="Linear">Makes the linear layers.</param>
/// <param name="Attention">Makes the attention kernels.</param>
/// <param name="Device">Where weights lie; "meta" makes a network of shapes alone.</param>
/// <param name="DType">Element type of the weights.</param>
public sealed record Layers(MakeLinear Linear, MakeAttention Attention, Device Device, ScalarType DType)
{
    /// <summary>Runs the blocks: sharded weights and activation checkpointing come in here.</summary>
    public IBlockRunner Blocks { get; init; } = PlainBlocks.Instance;

    /// <summary>Which tokens of a sample are on this rank: sequence parallelism comes in here.</summary>
    public ITokenShards Tokens { get; init; } = WholeSequence.Instance;

    /// <summary>
    /// How many blocks of a list have weights on the device at once, <see cref="Offload.BlockStream{TBlock}"/>; null
    /// for all. For networks that say so.
    /// </summary>
    public int? ResidentBlocks { get; init; }

    /// <summary>Layers of the blocks that a network lists: of shapes alone where weights come as needed.</summary>
    public Layers OfBlocks => ResidentBlocks is null ? this : On(device("meta"), DType);

    /// <summary>Plain layers in float32 on the CPU.</summary>
    public static Layers Default { get; } = On(CPU);

    /// <summary>Plain layers on a device.</summary>
    public static Layers On(Device device, ScalarType dtype = ScalarType.Float32) => new(
        (_, inFeatures, outFeatures, bias) => new Dense(inFeatures, outFeatures, bias, device, dtype),
        static () => new SdpaAttention(),
        device,
        dtype);
}
