using System.Text.Json;
using Mesh.Editing.Families;
using Mesh.Editing.Serving;
using Mesh.Tensors;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace Mesh.Editing.Tests;

public sealed class ModelHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_is_loaded_once_for_all_who_ask_at_the_same_time()
    {
        using var host = Host(ModelParts.Transformer);

        var handles = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => host.AcquireAsync("tiny"))));

        Assert.Single(handles.Select(handle => handle.Model).Distinct());
        Assert.Equal(("tiny", ""), (handles[0].Model.Name, handles[0].Version));
        Array.ForEach(handles, handle => handle.Dispose());
    }

    [Fact]
    public async Task Running_work_keeps_its_weights_and_new_work_gets_the_new_ones()
    {
        using var host = Host(ModelParts.Transformer);
        using var old = await host.AcquireAsync(null);
        var before = Edit(old.Model);

        await host.SwitchAsync("", Better(), "2");

        using var next = await host.AcquireAsync(null);
        Assert.Equal(before, Edit(old.Model));
        Assert.NotEqual(before, Edit(next.Model));
        Assert.Equal(("tiny", "2"), (next.Model.Name, next.Version));
    }

    [Fact]
    public async Task Old_weights_are_freed_with_their_last_user()
    {
        using var host = Host(ModelParts.Transformer);
        var (first, second) = (await host.AcquireAsync(null), await host.AcquireAsync(null));
        var weight = first.Model.Denoiser.Network.parameters().First();

        await host.SwitchAsync(null, Better(), "2");
        first.Dispose();
        first.Dispose();
        Assert.False(weight.IsInvalid, "weights in use were freed");
        second.Dispose();

        Assert.True(weight.IsInvalid, "weights without a user were kept");
    }

    [Fact]
    public async Task Networks_that_are_as_they_were_stay_and_have_both_versions()
    {
        using var host = Host(ModelParts.Vae);
        using var old = await host.AcquireAsync(null);
        var next = TinyNano.Write(_folder.At("next"));
        Take("transformer.safetensors", Better(), next);

        await host.SwitchAsync(null, next, "2");

        using var now = await host.AcquireAsync(null);
        Assert.Same(old.Model, now.Model);
        Assert.Equal(("2", true, true, false), (now.Version, now.Is("2"), now.Is(""), now.Is("1")));
    }

    [Fact]
    public async Task A_version_served_first_has_the_networks_of_the_configuration_where_they_are_the_same()
    {
        using var host = Host(ModelParts.Vae);
        using var other = Host(ModelParts.Transformer);
        var next = TinyNano.Write(_folder.At("next"));
        Take("transformer.safetensors", Better(), next);

        await host.SwitchAsync(null, next, "2");
        await other.SwitchAsync(null, next, "2");

        using var same = await host.AcquireAsync(null);
        using var changed = await other.AcquireAsync(null);
        Assert.Equal(("2", true), (same.Version, same.Is("")));
        Assert.Equal(("2", false), (changed.Version, changed.Is("")));
    }

    [Fact]
    public async Task Files_that_were_written_over_are_loaded_again()
    {
        using var host = Host(ModelParts.Vae);
        using var old = await host.AcquireAsync(null);
        var folder = _folder.At("tiny");
        Take("vae.safetensors", Better(), folder);
        File.SetLastWriteTimeUtc(Path.Combine(folder, "vae.safetensors"), DateTime.UtcNow.AddMinutes(1));

        await host.SwitchAsync(null, folder, "2");

        using var now = await host.AcquireAsync(null);
        Assert.NotSame(old.Model, now.Model);
        Assert.False(now.Is(""));
    }

    [Fact]
    public async Task Weights_that_are_not_finite_are_not_served()
    {
        var broken = TinyNano.Write(_folder.At("broken"));
        Spoil(Path.Combine(broken, "transformer.safetensors"));

        await RefusedAsync(ModelParts.Transformer, broken, "the transformer gave numbers that are not finite");
    }

    [Theory]
    [InlineData("text", ModelParts.Text, "the text encoder gave numbers that are not finite")]
    [InlineData("vae", ModelParts.Vae, "the autoencoder gave numbers that are not finite")]
    public async Task Every_part_is_checked(string file, ModelParts part, string expected)
    {
        var broken = TinyNano.Write(_folder.At("broken"));
        Spoil(Path.Combine(broken, $"{file}.safetensors"));

        await RefusedAsync(part, broken, expected);
    }

    [Fact]
    public async Task Weights_that_do_not_fit_the_other_stages_are_not_served()
    {
        var other = TinyNano.Write(_folder.At("other"));
        var config = TinyNano.Config with { Transformer = TinyNano.Config.Transformer with { PatchSize = [1, 2, 2] } };
        File.WriteAllText(Path.Combine(other, "config.json"), JsonSerializer.Serialize(config, ModelJson.Options));

        await RefusedAsync(ModelParts.Transformer, other, "in patches of 1x2x2");
    }

    [Fact]
    public async Task A_folder_without_weights_is_not_served()
    {
        var empty = TinyNano.Write(_folder.At("empty"));
        File.Delete(Path.Combine(empty, "transformer.safetensors"));

        await RefusedAsync(ModelParts.Transformer, empty, "transformer.safetensors is missing");
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_is_tried_again()
    {
        var path = Path.Combine(TinyNano.Write(_folder.At("tiny")), "vae.safetensors");
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        using var host = new ModelHost(Options(ModelParts.Vae));

        await Assert.ThrowsAsync<ModelException>(() => host.AcquireAsync(null));
        File.WriteAllBytes(path, bytes);

        using var handle = await host.AcquireAsync(null);
        Assert.Equal(ModelParts.Vae, handle.Model.Parts);
    }

    [Fact]
    public async Task An_unknown_model_is_named_with_those_there_are()
    {
        using var host = Host(ModelParts.Text);

        var error = await Assert.ThrowsAsync<UnknownModelException>(() => host.AcquireAsync("giant"));

        Assert.Equal("The model 'giant' is not served here, only tiny.", error.Message);
    }

    [Fact]
    public async Task Switching_while_many_work_mixes_no_weights()
    {
        using var host = Host(ModelParts.Transformer);
        var (better, first) = (Better(), _folder.At("tiny"));
        var results = new Dictionary<bool, float[]>
        {
            [false] = await ResultAsync(host),
            [true] = await AfterAsync(() => host.SwitchAsync(null, better, "even"), () => ResultAsync(host)),
        };

        var switching = Task.Run(async () =>
        {
            for (var version = 0; version < 6; version++)
                await host.SwitchAsync(null, version % 2 == 0 ? first : better, version % 2 == 0 ? "odd" : "even");
        });
        var working = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            for (var edits = 0; edits < 8; edits++)
            {
                using var handle = await host.AcquireAsync(null);
                Assert.Equal(results[handle.Version == "even"], Edit(handle.Model));
            }
        }));
        await Task.WhenAll([switching, .. working]);

        using var last = await host.AcquireAsync(null);
        Assert.Equal("even", last.Version);
    }

    private static async Task<float[]> ResultAsync(ModelHost host)
    {
        using var handle = await host.AcquireAsync(null);
        return Edit(handle.Model);
    }

    private static async Task<float[]> AfterAsync(Func<Task> first, Func<Task<float[]>> then)
    {
        await first();
        return await then();
    }

    private async Task RefusedAsync(ModelParts parts, string folder, string expected)
    {
        using var host = Host(parts);
        using var old = await host.AcquireAsync(null);

        var error = await Assert.ThrowsAsync<ModelException>(() => host.SwitchAsync(null, folder, "2"));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        using var still = await host.AcquireAsync(null);
        Assert.Same(old.Model, still.Model);
    }

    private ModelHost Host(ModelParts parts)
    {
        TinyNano.Write(_folder.At("tiny"));
        return new(Options(parts));
    }

    private ModelHostOptions Options(ModelParts parts) => new()
    {
        Folders = new Dictionary<string, string> { ["tiny"] = _folder.At("tiny") },
        Default = "tiny",
        Parts = parts,
    };

    private string Better() => TinyNano.Write(_folder.At("better"), seed: 8);

    private static void Take(string file, string from, string to) =>
        File.Copy(Path.Combine(from, file), Path.Combine(to, file), overwrite: true);

    private static void Spoil(string path)
    {
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> weights;
        using (var checkpoint = Checkpoint.Open(path))
            weights = checkpoint.Names.ToDictionary(name => name, name => checkpoint.Read(name) * float.NaN);
        SafetensorsWriter.Save(path, weights);
    }

    private static float[] Edit(EditModel model)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        var latent = randn([1, 4, 2, 8, 8], generator: random);
        using var condition = new EditCondition(
            new(ones(1, 2, 8), ones(1, 2, ScalarType.Int64), ones(1, 48)), null);
        return new LatentEditor(model, condition, steps: 1, guidance: 1)
            .Edit(latent, latent, [], _ => { }, CancellationToken.None).data<float>().ToArray();
    }
}
