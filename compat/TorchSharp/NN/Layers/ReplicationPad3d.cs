namespace TorchSharp.Modules;

/// <summary>A border of the nearest value around 3 spatial dimensions.</summary>
public sealed class ReplicationPad3d : PadBase
{
    internal ReplicationPad3d(params long[] padding)
        : base(nameof(ReplicationPad3d), PaddingModes.Replicate, 0, padding)
    {
    }
}
