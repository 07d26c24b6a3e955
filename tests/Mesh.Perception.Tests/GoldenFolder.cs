using System.Text.Json;
using System.Text.Json.Nodes;
using Mesh.Tensors;
using Mesh.TestKit;

namespace Mesh.Perception.Tests;

/// <summary>A recorded network as a folder in the published layout.</summary>
internal sealed class GoldenFolder : IDisposable
{
    private const string Weights = "w.";

    /// <param name="golden">Name of the recording.</param>
    /// <param name="processor">preprocessor_config.json.</param>
    public GoldenFolder(string golden, JsonObject processor)
    {
        File = SafetensorsFile.Open(
            System.IO.Path.Combine(RepositoryRoot.Path, "tests", "goldens", golden + ".safetensors"));
        Config = JsonDocument.Parse(File.Metadata["cfg"]).RootElement;
        System.IO.File.WriteAllText(In("config.json"), File.Metadata["cfg"]);
        System.IO.File.WriteAllText(In("preprocessor_config.json"), processor.ToJsonString());
        var weights = File.Entries.Keys.Where(name => name.StartsWith(Weights, StringComparison.Ordinal))
            .ToDictionary(name => name[Weights.Length..], name => File.Read(name));
        SafetensorsWriter.Save(In("model.safetensors"), weights);
    }

    /// <summary>DINOv2 of 28 pixels.</summary>
    public static GoldenFolder Dinov2() => new("dinov2_tiny", new JsonObject
    {
        ["size"] = new JsonObject { ["shortest_edge"] = 32 },
        ["crop_size"] = new JsonObject { ["width"] = 28, ["height"] = 28 },
    });

    /// <summary>Depth Anything of 35 pixels.</summary>
    public static GoldenFolder DepthAnything() => new("depth_anything_tiny", new JsonObject
    {
        ["size"] = new JsonObject { ["width"] = 35, ["height"] = 35 },
        ["keep_aspect_ratio"] = true,
        ["ensure_multiple_of"] = 7,
    });

    public string Path { get; } = Directory.CreateTempSubdirectory("mesh-perception-").FullName;

    public SafetensorsFile File { get; }

    public JsonElement Config { get; }

    public string In(string file) => System.IO.Path.Combine(Path, file);

    public void Dispose()
    {
        File.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
