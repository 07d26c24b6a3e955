using System.Text.Json;
using Mesh.Diffusion;
using Mesh.Editing.Families;
using Mesh.Models.MmDit;
using Mesh.Models.NanoText;
using Mesh.Models.NanoVae;
using Mesh.Nn;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Editing.Tests;

/// <summary>A model folder of the real classes at tiny sizes with random weights.</summary>
internal static class TinyNano
{
    public static NanoModelConfig Config { get; } = new()
    {
        Text = new() { Words = ["make", "it", "red", "blue"], Length = 6, HiddenSize = 8, NumLayers = 1, NumHeads = 2 },
        Vae = NanoVaeConfig.Nano with
        {
            LatentChannels = 4,
            HalfChannels = 4,
            QuarterChannels = 8,
            NumQuarterBlocks = 1,
        },
        Transformer = MmDitConfig.Nano with
        {
            InChannels = 4,
            TextChannels = 8,
            PooledChannels = 48,
            HiddenSize = 16,
            NumHeads = 2,
            NumDoubleBlocks = 1,
            NumSingleBlocks = 1,
            RopeChannels = [2, 2, 4],
        },
        Defaults = new()
        {
            Steps = 2,
            Guidance = 2,
            Draws = 2,
            Shift = 3,
            Prediction = Prediction.SourceResidual,
            Height = 32,
            Width = 32,
            Frames = 5,
        },
    };

    /// <summary>Writes the folder; the weights are the same on every call with a seed.</summary>
    public static string Write(string folder, ulong seed = 7)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            Path.Combine(folder, "config.json"), JsonSerializer.Serialize(Config, ModelJson.Options));

        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var random = new Generator(seed);
        Save(folder, "text", new NanoTextModel(Config.Text, Layers.Default), random);
        Save(folder, "vae", new NanoVaeModel(Config.Vae), random);
        Save(folder, "transformer", new MmDitModel(Config.Transformer), random);
        return folder;
    }

    private static void Save(string folder, string name, nn.Module module, Generator random)
    {
        foreach (var (_, parameter) in module.named_parameters())
            parameter.copy_(randn(parameter.shape, generator: random) * 0.3);
        SafetensorsWriter.Save(Path.Combine(folder, $"{name}.safetensors"), StateDict.Of(module));
    }
}
