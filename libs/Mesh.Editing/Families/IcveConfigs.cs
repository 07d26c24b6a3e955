using System.Text.Json;
using Mesh.Models.MmDit;

namespace Mesh.Editing.Families;

/// <summary>
/// What a folder with HunyuanVideo or ICVE weights is: what its model.json or config.json says, and where it says
/// nothing what the published files themselves tell.
/// </summary>
internal static class IcveConfigs
{
    /// <summary>Whether the folder has the published layout.</summary>
    public static bool IsPublished(ModelFiles folder)
    {
        if (folder.Find(new IcveFiles().Transformers()) is not { } path)
            return false;
        try
        {
            using var checkpoint = ModelFiles.Open(path);
            return PublishedTransformer.IsOne(checkpoint);
        }
        catch (ModelException)
        {
            return false;
        }
    }

    /// <exception cref="ModelException">A file is broken, or its numbers do not fit together.</exception>
    public static IcveModelConfig Read(ModelFiles folder)
    {
        var own = folder.OwnConfig();
        var said = own is null ? default : folder.Json<JsonElement>(own);
        var config = own is null ? new() : folder.Json<IcveModelConfig>(own);
        var prompt = Says(said, "prompt") ? said.GetProperty("prompt") : default;
        config = config with
        {
            Transformer = Says(said, "transformer") ? config.Transformer : Transformer(folder, config),
            Vae = Says(said, "vae") ? config.Vae : Published(
                folder, config.Files.Vaes(), PublishedConfigs.Vae, config.Vae),
            Prompt = config.Prompt with
            {
                Llama = Says(prompt, "llama") ? config.Prompt.Llama : Published(
                    folder, config.Files.TextEncoders(), PublishedConfigs.Llama, config.Prompt.Llama),
                Clip = Says(prompt, "clip") ? config.Prompt.Clip : Published(
                    folder, config.Files.TextEncoders2(), PublishedConfigs.Clip, config.Prompt.Clip),
            },
        };
        folder.Check(
            config.Transformer.Validate, config.Vae.Validate, config.Prompt.Validate, config.Defaults.Validate);
        return config;
    }

    private static bool Says(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Any(property =>
            string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase));

    private static MmDitConfig Transformer(ModelFiles folder, IcveModelConfig config)
    {
        if (folder.Find(config.Files.Transformers()) is not { } path)
            return config.Transformer;
        using var checkpoint = ModelFiles.Open(path);
        try
        {
            return PublishedTransformer.IsOne(checkpoint)
                ? PublishedTransformer.Read(checkpoint)
                : config.Transformer;
        }
        catch (InvalidDataException error)
        {
            throw new ModelException(error.Message, error);
        }
    }

    private static T Published<T>(
        ModelFiles folder, IReadOnlyList<string> places, Func<JsonElement, T> read, T released)
    {
        var file = places.Select(place => $"{place}/{ModelFiles.ConfigName}").FirstOrDefault(folder.Has);
        try
        {
            return file is null ? released : read(folder.Json<JsonElement>(file));
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException)
        {
            throw new ModelException($"{file}: {error.Message}", error);
        }
    }
}
