using Mesh.Diffusion;
using Mesh.Models.MmDit;
using Mesh.Models.Names;
using static TorchSharp.torch;

namespace Mesh.Editing.Families;

/// <summary>HunyuanVideo's transformer, which sees the source in the same sequence.</summary>
internal sealed class MmDitDenoiser(MmDitModel model, ModelPlace place, EditDefaults defaults) : IDenoiser
{
    public nn.Module Network => model;

    public NameMap Names => MmDitNames.Map(model.Config.HiddenSize);

    public Tensor Velocity(DenoiserInput input)
    {
        using var scope = NewDisposeScope();
        var (device, dtype) = place;
        long[] batch = [input.Noisy.shape[0]];
        var guidance = defaults.EmbeddedGuidance is { } scale ? full(batch, 1000 * scale, device: device) : null;
        var output = model.call(new(
            input.Noisy.to(dtype), input.Source.to(dtype), input.Text,
            full(batch, 1000 * input.Time, device: device), guidance));
        return defaults.Prediction
            .ToVelocity(output.to(ScalarType.Float32), input.Noisy, input.Source, input.Time)
            .MoveToOuterDisposeScope();
    }

    public void Dispose() => model.Dispose();
}
