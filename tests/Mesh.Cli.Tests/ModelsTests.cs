using Mesh.Editing.Tests;
using Mesh.TestKit;

namespace Mesh.Cli.Tests;

/// <summary>mesh models on a folder in the published layout: shards, a .pt autoencoder, configs, tokenizers.</summary>
public sealed class ModelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public ModelsTests() => _model = TinyIcve.Write(_folder.At("model"), hasSettings: false);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Inspect_tells_every_file_and_what_the_folder_lacks()
    {
        File.Delete(Path.Combine(_model, "text_encoder_2", "tokenizer.json"));
        Directory.Move(Path.Combine(_model, "text_encoder"), _folder.At("elsewhere"));

        var ended = await MeshProgram.RunAsync("models", "inspect", _model);

        Assert.Equal((0, ""), (ended.Code, ended.Errors));
        Assert.Contains("MM-DiT transformer (HunyuanVideo, ICVE)", ended.Output, StringComparison.Ordinal);
        Assert.Contains("causal video autoencoder (HunyuanVideo)", ended.Output, StringComparison.Ordinal);
        Assert.Contains("of another shape", ended.Output, StringComparison.Ordinal);
        Assert.Contains("is of the family icve and lacks the LLaMA: text_encoder", ended.Output);
    }

    [Fact]
    public async Task Convert_turns_a_pt_file_into_safetensors_of_another_precision()
    {
        var output = _folder.At("vae.safetensors");

        var ended = await MeshProgram.RunAsync(
            "models", "convert", Path.Combine(_model, TinyIcve.VaeFile), output, "--dtype", "bfloat16");
        var inspected = await MeshProgram.RunAsync("models", "inspect", output, "--json");

        Assert.Equal((0, ""), (ended.Code, ended.Errors));
        Assert.Contains("\"kind\": \"hunyuanVae\"", inspected.Output, StringComparison.Ordinal);
        Assert.Contains("\"bfloat16\":", inspected.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"float32\":", inspected.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pickle_that_would_run_something_is_refused_by_name()
    {
        var evil = Path.Combine(RepositoryRoot.Path, "tests", "goldens", "pickle", "evil_reduce.pt");

        foreach (var command in (string[][])[["inspect", evil], ["convert", evil, _folder.At("out.safetensors")]])
        {
            var ended = await MeshProgram.RunAsync(["models", .. command]);

            Assert.Equal((3, ""), (ended.Code, ended.Output));
            Assert.Contains("system", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Verify_passes_a_whole_folder_and_names_the_file_that_changed()
    {
        await MeshProgram.RunAsync("models", "verify", _model, "--write-checksums");
        var whole = await MeshProgram.RunAsync("models", "verify", _model, "--run");
        File.AppendAllText(Path.Combine(_model, "text_encoder_2", "config.json"), " ");
        var changed = await MeshProgram.RunAsync("models", "verify", _model);

        Assert.Equal((0, ""), (whole.Code, whole.Errors));
        Assert.DoesNotContain("BAD", whole.Output, StringComparison.Ordinal);
        Assert.Contains("run of Transformer: finite", whole.Output, StringComparison.Ordinal);
        Assert.Equal(3, changed.Code);
        Assert.Single(changed.Output.Split('\n'), line => line.StartsWith("BAD  text_encoder_2/config.json: has the"));
    }

    [Fact]
    public async Task Plan_tells_what_fits_and_ends_with_3_when_nothing_does()
    {
        var fits = await MeshProgram.RunAsync(
            "models", "plan", _model, "--size", "768x480x77", "--memory", "24GB");
        var tight = await MeshProgram.RunAsync("models", "plan", _model, "--size", "768x480x77", "--memory", "1MB");

        Assert.Equal((0, ""), (fits.Code, fits.Errors));
        Assert.Contains("768x480, 77 frames", fits.Output, StringComparison.Ordinal);
        Assert.Contains("transformer bfloat16", fits.Output, StringComparison.Ordinal);
        Assert.Equal(3, tight.Code);
        Assert.Contains("it does not fit", tight.Output, StringComparison.Ordinal);
    }
}
