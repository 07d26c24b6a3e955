namespace TorchSharp.Modules;

/// <summary>A border of the mirrored input around 1 spatial dimension.</summary>
public sealed class ReflectionPad1d : PadBase
{
    internal ReflectionPad1d(params long[] padding)
        : base(nameof(ReflectionPad1d), PaddingModes.Reflect, 0, padding)
    {
    }
}
