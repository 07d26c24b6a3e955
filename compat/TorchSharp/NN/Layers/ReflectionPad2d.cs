namespace TorchSharp.Modules;

/// <summary>A border of the mirrored input around 2 spatial dimensions.</summary>
public sealed class ReflectionPad2d : PadBase
{
    internal ReflectionPad2d(params long[] padding)
        : base(nameof(ReflectionPad2d), PaddingModes.Reflect, 0, padding)
    {
    }
}
