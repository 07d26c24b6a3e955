using System.Text.Json;
using Mesh.Editing.Families;
using Mesh.Editing.Tests;
using Mesh.Models.MmDit;
using Mesh.Tensors;
using Mesh.Training.Recipes;
using static TorchSharp.torch;

namespace Mesh.Trainer.Tests;

/// <summary>A model folder whose transformer is the one that icve-smoke trains, with random weights.</summary>
internal static class SmokeModel
{
    public static string Write(string folder)
    {
        TinyNano.Write(folder);
        var config = TinyNano.Config with
        {
            Transformer = IcveRecipes.Smoke().Transformer,
            Defaults = TinyNano.Config.Defaults with { Prediction = Diffusion.Prediction.Velocity },
        };
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(config, ModelJson.Options));

        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var random = new Generator(5);
        var model = new MmDitModel(config.Transformer);
        foreach (var (_, parameter) in model.named_parameters())
            parameter.copy_(randn(parameter.shape, generator: random) * 0.2);
        SafetensorsWriter.Save(Path.Combine(folder, "transformer.safetensors"), StateDict.Of(model));
        return folder;
    }
}
