using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>What an <see cref="XVal"/> holds; the same order as in torch_bridge.cpp.</summary>
internal enum Tag
{
    Default, None, Tensor, Int, Double, Bool, String, Ints, Doubles, Bools, Tensors, OptTensors, Device, Generator,
    Complex,
}

/// <summary>A value on its way to or from libtorch: 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct XVal
{
    /// <summary>Which reading of <see cref="Bits"/> counts.</summary>
    public Tag Tag;

    /// <summary>Length; device index; of a returned tensor: KiB of memory that it alone owns.</summary>
    public int N;

    /// <summary>An integer, the bits of a double, or an address.</summary>
    public long Bits;
}

/// <summary>What a tensor knows about itself; the addresses hold as long as it is not resized.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct XMeta
{
    public byte* Data;
    public long* Sizes;
    public long* Strides;
    public long NumberOfElements;
    public long Offset;
    public long OwnedKiB;
    public int Dimensions;
    public int ScalarType;
    public int DeviceType;
    public int DeviceIndex;
    public int ElementSize;
    public MetaFlags Flags;
}

[Flags]
internal enum MetaFlags
{
    RequiresGrad = 1,
    Leaf = 2,
    Contiguous = 4,
    Conjugate = 8,
    Negative = 16,
    Sparse = 32,
    Quantized = 64,
    Inference = 128,
}
