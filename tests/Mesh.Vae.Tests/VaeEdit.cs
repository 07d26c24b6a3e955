using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.Editing.Stages;
using Mesh.ServiceDefaults.Bus;
using Mesh.Stages.Tests;
using Mesh.Stores.Artifacts;
using Mesh.Video;

namespace Mesh.Vae.Tests;

/// <summary>An edit by the two stages of a vae, with the denoising between them done here.</summary>
internal sealed class VaeEdit(StageHost host)
{
    public const string Instruction = "make it red";
    public const string FilmKey = "edits/1/film.json";
    public const string FramesKey = "edits/1/frames.rgb";

    public static VaeEncodeArguments Encode { get; } = new()
    {
        EditId = Guid.Empty,
        Model = "tiny",
        VideoKey = "edits/1/source.mp4",
        SourceKey = "edits/1/latents.safetensors",
    };

    public static VaeDecodeArguments Decode { get; } = new()
    {
        EditId = Guid.Empty,
        Model = "tiny",
        VideoKey = Encode.VideoKey,
        SourceKey = Encode.SourceKey,
        EditedKey = "edits/1/edited.safetensors",
        OutputKey = "edits/1/output.mp4",
        ReportKey = "edits/1/report.json",
    };

    private IArtifactStore Artifacts => host.Get<IArtifactStore>();

    public Task EncodeAsync(VaeEncodeArguments arguments) =>
        host.Get<VaeEncodeWork>().RunAsync(arguments, new Progress<StageProgress>(), CancellationToken.None);

    public async Task DenoiseAsync()
    {
        using var model = ModelFolder.Load(host.Model);
        new TextStage(model).Run(Instruction, host.At("text"));
        await new DenoiseStage(model).RunAsync(
            new(host.At("text"), await Artifacts.FetchAsync(Encode.SourceKey), host.At("edited")));
        await StoreAsync(Decode.EditedKey, host.At("edited"));
    }

    /// <summary>The bytes of the film.</summary>
    public async Task<byte[]> DecodeAsync(VaeDecodeArguments arguments)
    {
        await host.Get<VaeDecodeWork>().RunAsync(arguments, new Progress<StageProgress>(), CancellationToken.None);
        return await ReadAsync(arguments.OutputKey);
    }

    /// <summary>Keeps a copy of a file as an artifact.</summary>
    public async Task StoreAsync(string key, string path)
    {
        File.Copy(path, host.At("copy"), overwrite: true);
        await Artifacts.WriteFileAsync(key, host.At("copy"), replace: true);
    }

    /// <summary>What the gateway would have found.</summary>
    public Task StoreProbedAsync(VideoInfo film) => Artifacts.WriteAsync(
        FilmKey, (stream, token) => ProbedVideo.WriteAsync(stream, film, token), replace: true);

    public async Task<byte[]> ReadAsync(string key) => await File.ReadAllBytesAsync(await Artifacts.FetchAsync(key));

    public Task<bool> HasAsync(string key) => Artifacts.ExistsAsync(key);
}
