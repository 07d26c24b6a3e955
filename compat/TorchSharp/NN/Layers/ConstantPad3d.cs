namespace TorchSharp.Modules;

/// <summary>A border of a constant around 3 spatial dimensions.</summary>
public sealed class ConstantPad3d : PadBase
{
    internal ConstantPad3d(double value, params long[] padding)
        : base(nameof(ConstantPad3d), PaddingModes.Constant, value, padding)
    {
    }
}
