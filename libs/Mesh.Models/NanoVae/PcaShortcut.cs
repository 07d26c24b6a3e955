// B batch, F frames, T latent frames, H and W sides, h = H/4, w = W/4, C latent channels

using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.NanoVae;

/// <summary>
/// Linear autoencoder of 4x4 patches: frame 1 has 48 values a patch, a group of four frames has 192. Always float32.
/// </summary>
internal sealed class PcaShortcut : Module
{
    public readonly CellLinear first_in;   // 48 -> C
    public readonly CellLinear rest_in;    // 192 -> C
    public readonly CellLinear first_out;  // C -> 48
    public readonly CellLinear rest_out;   // C -> 192

    public PcaShortcut(long latentChannels)
        : base(nameof(PcaShortcut))
    {
        const long First = 3 * NanoVaeConfig.Patch * NanoVaeConfig.Patch;
        const long Rest = First * NanoVaeConfig.Group;
        first_in = new CellLinear(First, latentChannels);
        rest_in = new CellLinear(Rest, latentChannels);
        first_out = new CellLinear(latentChannels, First);
        rest_out = new CellLinear(latentChannels, Rest);
        RegisterComponents();
    }

    /// <param name="pixels">[B, F, H, W, 3].</param>
    /// <returns>[B, T, h, w, C].</returns>
    public Tensor Encode(Tensor pixels)
    {
        var first = first_in.call(FrameGroups.First(pixels, NanoVaeConfig.Patch));
        return pixels.shape[1] == 1
            ? first
            : cat([first, rest_in.call(FrameGroups.Rest(pixels, NanoVaeConfig.Patch))], 1);
    }

    /// <param name="latent">[B, T, h, w, C].</param>
    /// <returns>[B, F, H, W, 3].</returns>
    public Tensor Decode(Tensor latent)
    {
        var T = latent.shape[1];
        var first = FrameGroups.Frames(first_out.call(latent.narrow(1, 0, 1)), 1, NanoVaeConfig.Patch);
        if (T == 1)
            return first;
        var rest = rest_out.call(latent.narrow(1, 1, T - 1));
        return cat([first, FrameGroups.Frames(rest, NanoVaeConfig.Group, NanoVaeConfig.Patch)], 1);
    }
}
