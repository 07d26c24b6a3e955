using System.Text.Json;
using static TorchSharp.torch;

namespace Mesh.Editing.Pictures;

/// <summary>Loads a picture editor from the folder it was published in: the layout of diffusers.</summary>
public static class PictureModelFolder
{
    private const string Index = "model_index.json";

    /// <param name="path">A folder with model_index.json and a folder for each part.</param>
    /// <param name="device">Where the weights go; the CPU unless given.</param>
    /// <param name="dtype">Precision of the weights; fp32 unless given.</param>
    /// <exception cref="ModelException">Missing folder, file or tensor, another pipeline, broken numbers.</exception>
    public static IPictureEditor Load(
        string path, Device? device = null, ScalarType dtype = ScalarType.Float32)
    {
        var files = new ModelFiles(path);
        var place = new ModelPlace(device ?? CPU, dtype);
        using var scope = no_grad();
        var json = files.Document(Index);
        var name = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("_class_name", out var pipeline)
            ? $"{pipeline}"
            : "";
        try
        {
            return name switch
            {
                "FluxKontextPipeline" => FluxPictureLoader.Load(files, place),
                "QwenImageEditPipeline" => QwenPictureLoader.Load(files, place, QwenPromptStyle.OnePicture),
                "QwenImageEditPlusPipeline" => QwenPictureLoader.Load(files, place, QwenPromptStyle.Numbered),
                _ => throw new ModelException($"{path}: {Index} names the pipeline '{name}', expected "
                    + "FluxKontextPipeline, QwenImageEditPipeline or QwenImageEditPlusPipeline."),
            };
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new ModelException($"{path}: a configuration does not fit: {error.Message}", error);
        }
    }
}
