namespace TorchSharp.Modules;

/// <summary>A border of the nearest value around 2 spatial dimensions.</summary>
public sealed class ReplicationPad2d : PadBase
{
    internal ReplicationPad2d(params long[] padding)
        : base(nameof(ReplicationPad2d), PaddingModes.Replicate, 0, padding)
    {
    }
}
