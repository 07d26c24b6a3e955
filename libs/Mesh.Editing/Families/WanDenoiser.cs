using Mesh.Models.Names;
using Mesh.Models.Wan;
using static TorchSharp.torch;

namespace Mesh.Editing.Families;

/// <summary>Wan's transformer; with VACE's branch, what it is shown of the film goes there.</summary>
/// <param name="model">Owned.</param>
/// <param name="place">Where the weights lie.</param>
/// <param name="scale">Factor on the hints of VACE's branch.</param>
internal sealed class WanDenoiser(WanModel model, ModelPlace place, double scale) : IDenoiser
{
    private const double TrainTimesteps = 1000;

    public nn.Module Network => model;

    public NameMap Names => WanNames.Map;

    public Tensor Velocity(DenoiserInput input)
    {
        using var scope = NewDisposeScope();
        var (device, dtype) = place;
        return model.call(new(
            input.Noisy.to(dtype),
            input.Text.Tokens.to(dtype),
            full([input.Noisy.shape[0]], TrainTimesteps * input.Time, device: device),
            model.Config.Vace is null ? null : input.Source.to(dtype),
            scale)).MoveToOuterDisposeScope();
    }

    public void Dispose() => model.Dispose();
}
