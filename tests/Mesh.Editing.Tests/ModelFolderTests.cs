using Mesh.Models;
using Mesh.Tensors;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace Mesh.Editing.Tests;

public sealed class ModelFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_nano_folder_loads_with_its_own_defaults()
    {
        using var model = ModelFolder.Load(TinyNano.Write(_folder.At("tiny")));

        Assert.Equal(("tiny", "nano"), (model.Name, model.Description.Family));
        Assert.Equal(TinyNano.Config.Defaults, model.Defaults);
    }

    [Fact]
    public void A_missing_folder_is_named() =>
        Assert.Equal($"model folder not found: {_folder.At("absent")}", Error(_folder.At("absent")));

    [Fact]
    public void A_missing_file_is_named()
    {
        var tiny = TinyNano.Write(_folder.At("tiny"));
        File.Delete(Path.Combine(tiny, "vae.safetensors"));

        Assert.Equal($"{tiny}: vae.safetensors is missing.", Error(tiny));
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        var tiny = TinyNano.Write(_folder.At("tiny"));
        var path = Path.Combine(tiny, "transformer.safetensors");
        Rewrite(path, names => names.Where(name => name != "time_in.mlp.0.bias"));

        Assert.Contains("1 missing: time_in.mlp.0.bias", Error(tiny), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_file_is_named()
    {
        var tiny = TinyNano.Write(_folder.At("tiny"));
        File.WriteAllText(Path.Combine(tiny, "text.safetensors"), "not tensors");

        Assert.Contains("text.safetensors", Error(tiny), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"family":"giant"}""", "unknown model family 'giant', expected nano or icve")]
    [InlineData("""{"transformer":{}}""", "\"family\" is missing")]
    [InlineData("""{"family":"nano"}""", "config.json")]
    [InlineData("""{"family":"nano","colour":1}""", "config.json")]
    [InlineData("not json", "config.json")]
    public void A_config_that_makes_no_sense_is_told_in_one_line(string config, string expected)
    {
        File.WriteAllText(_folder.At("config.json"), config);

        var message = Error(_folder.Path);

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void An_icve_folder_says_that_its_text_encoders_are_missing()
    {
        File.WriteAllText(_folder.At("config.json"), """{"family":"icve"}""");

        Assert.Contains("text_encoder is missing", Error(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void An_icve_folder_with_a_text_encoder_asks_for_its_weights()
    {
        File.WriteAllText(_folder.At("config.json"), """{"family":"icve"}""");

        var error = Assert.Throws<ModelException>(() => ModelFolder.Load(_folder.Path, text: new NoWords()));

        Assert.Contains("vae or vae.safetensors", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("is missing.", error.Message, StringComparison.Ordinal);
    }

    private static string Error(string folder) => Assert.Throws<ModelException>(() => ModelFolder.Load(folder)).Message;

    private static void Rewrite(string path, Func<IEnumerable<string>, IEnumerable<string>> choose)
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Checkpoint.Open(path);
        var kept = choose(checkpoint.Names).ToDictionary(name => name, name => checkpoint.Read(name));
        SafetensorsWriter.Save(path, kept);
    }

    private sealed class NoWords : ITextEncoder
    {
        public TextCondition Encode(IReadOnlyList<string> instructions) =>
            new(zeros(1, 1, 8), ones(1, 1, ScalarType.Int64), zeros(1, 8));
    }
}
