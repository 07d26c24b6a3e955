using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.Editing.Stages;
using Mesh.ServiceDefaults.Bus;
using Mesh.Stages.Tests;
using Mesh.Stores.Artifacts;

namespace Mesh.Encoder.Tests;

public sealed class EncodeWorkTests : IAsyncLifetime
{
    private StageHost _host = null!;

    public async Task InitializeAsync() => _host = await StageHost.StartAsync(new EncoderService());

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task The_artifact_is_the_file_of_the_library()
    {
        await RunAsync(Arguments("make it red"));

        using var model = ModelFolder.Load(_host.Model, parts: ModelParts.Text);
        new TextStage(model).Run("make it red", _host.At("expected.safetensors"));
        var artifact = await _host.Get<IArtifactStore>().FetchAsync("edits/1/text.safetensors");
        Assert.Equal(File.ReadAllBytes(_host.At("expected.safetensors")), File.ReadAllBytes(artifact));
    }

    [Fact]
    public async Task A_word_that_is_not_known_fails_the_edit_with_its_field()
    {
        var error = await Assert.ThrowsAsync<EditInputException>(() => RunAsync(Arguments("make it rainy")));

        Assert.Equal("instruction", error.Field);
        Assert.Contains("rainy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_that_the_model_does_not_take_fails_the_edit()
    {
        var error = await Assert.ThrowsAsync<EditInputException>(
            () => RunAsync(Arguments("make it red") with { Guides = new() { References = ["edits/1/hat.png"] } }));

        Assert.Equal("reference", error.Field);
    }

    private Task RunAsync(EncodeArguments arguments) =>
        _host.Get<EncodeWork>().RunAsync(arguments, new Progress<StageProgress>(), CancellationToken.None);

    private static EncodeArguments Arguments(string instruction) => new()
    {
        EditId = Guid.Empty,
        Model = "",
        Instruction = instruction,
        TextKey = "edits/1/text.safetensors",
    };
}
