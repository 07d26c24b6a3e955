using Mesh.Models;
using Mesh.Models.MmDit;
using Mesh.Models.NanoText;
using Mesh.Models.NanoVae;
using Mesh.Nn;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Editing.Families;

/// <summary>The demo editor: three small networks of our own, always in float32.</summary>
internal sealed class NanoFamily : IEditFamily
{
    public string Name => NanoModelConfig.FamilyName;

    public EditModel Load(ModelFiles folder, ModelPlace place, ITextEncoder? text)
    {
        var config = folder.Config<NanoModelConfig>();
        folder.Check(
            config.Transformer.Validate, config.Vae.Validate, config.Text.Validate, config.Defaults.Validate);
        var layers = Layers.On(place.Device);

        return new EditModel(
            folder.Name,
            Name,
            text ?? folder.Weights(() => new NanoTextModel(config.Text, layers), "text.safetensors"),
            folder.Weights(() => new NanoVaeModel(config.Vae).to(place.Device), "vae.safetensors"),
            folder.Weights(() => new MmDitModel(config.Transformer, layers), "transformer.safetensors"),
            config.Defaults,
            ModelAbilities.Nano,
            place with { DType = ScalarType.Float32 });
    }
}
