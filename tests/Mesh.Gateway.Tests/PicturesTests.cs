using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using Mesh.Contracts.Pictures.V1;
using Mesh.Dit;
using Mesh.Editing.Pictures;
using Mesh.Editing.Tests;
using Mesh.ServiceDefaults.Hosting;
using Mesh.ServiceDefaults.Pictures;
using Mesh.TestKit;
using Mesh.Video;
using Mesh.Video.Images;

namespace Mesh.Gateway.Tests;

/// <summary>Pictures through a gateway: with the dit in its process, and in another one.</summary>
public sealed class PicturesTests : IAsyncLifetime, IDisposable
{
    private const string Instruction = "make it snow";

    private readonly TemporaryFolder _folder = new();
    private RunningGateway _mesh = null!;
    private byte[] _picture = [];

    public async Task InitializeAsync()
    {
        _picture = Png(TinyFilm.Frame(2, 52, 40));
        TinyNano.Write(_folder.At("nano"));
        TinyPictureModels.WriteFlux(_folder.At("flux"));
        TinyPictureModels.WriteQwen(_folder.At("qwen"));
        _mesh = await RunningGateway.StartAsync([new DitService()], [FilmModel, .. Models()]);
    }

    public async Task DisposeAsync() => await _mesh.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_picture_comes_back_as_a_local_edit_makes_it()
    {
        var steps = new List<int>();

        var flux = await EditAsync(_mesh, new() { Instruction = Instruction, Model = "flux" }, steps, _picture);
        var qwen = await EditAsync(_mesh, new() { Instruction = Instruction, Model = "qwen" }, [], _picture, _picture);

        Assert.Equal([1, 2], steps);
        Assert.Equal(Local("flux", references: 0), flux);
        Assert.Equal(Local("qwen", references: 1), qwen);
    }

    [Fact]
    public async Task A_form_gives_the_same_picture()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Instruction), "prompt" },
            { new StringContent("flux"), "model" },
            { new ByteArrayContent(_picture), "image", "room.png" },
        };

        using var answer = await _mesh.Rest.PostAsync("/v1/images/edits", form);

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            Local("flux", references: 0), body.GetProperty("data")[0].GetProperty("b64_json").GetBytesFromBase64());
    }

    [Fact]
    public async Task A_dit_elsewhere_is_called_where_the_settings_say()
    {
        await using var dit = MeshHost.Build(
            [
                $"--Mesh:Artifacts:Directory={_folder.At("a")}", $"--Mesh:Jobs:Sqlite={_folder.At("j.db")}",
                FilmModel, .. Models(),
            ],
            new DitService());
        await dit.StartAsync();
        await using var gateway = await RunningGateway.StartAsync($"--Mesh:Stages:Dit={dit.GrpcAddress}");

        var flux = await EditAsync(gateway, new() { Instruction = Instruction, Model = "flux" }, [], _picture);
        var refused = await RunningGateway.RefusedAsync(
            () => EditAsync(gateway, new() { Instruction = Instruction, Model = "dall-e" }, [], _picture),
            StatusCode.NotFound);

        Assert.Equal(Local("flux", references: 0), flux);
        Assert.Contains("'dall-e' is not served here, only flux, qwen", refused, StringComparison.Ordinal);
        await dit.StopAsync();
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_with_the_field()
    {
        Assert.StartsWith("instruction: must say what to change", await RefusedAsync(new(), _picture));
        Assert.StartsWith(
            "steps: must be 1 to", await RefusedAsync(new() { Instruction = "x", Steps = 0 }, _picture));
        Assert.StartsWith(
            "reference: must be a PNG or JPEG", await RefusedAsync(new() { Instruction = "x" }, [1, 2, 3]));
        Assert.Equal(
            "reference: the model flux takes no reference image.",
            await RefusedAsync(new() { Instruction = "x", Model = "flux" }, _picture, _picture));
        Assert.Equal("picture: must have bytes, got none", await RefusedAsync(new() { Instruction = "x" }));
    }

    [Fact]
    public async Task A_mesh_without_picture_editors_says_so()
    {
        await using var gateway = await RunningGateway.StartAsync([new DitService()], FilmModel);

        Assert.Contains("No picture editor is served here", await RunningGateway.RefusedAsync(
            () => EditAsync(gateway, new() { Instruction = "x" }, [], _picture), StatusCode.FailedPrecondition));
    }

    // A dit edits films, too.
    private string FilmModel => $"--Mesh:Models:Folders:nano={_folder.At("nano")}";

    private string[] Models() =>
    [
        $"--Mesh:Pictures:Folders:flux={_folder.At("flux")}", $"--Mesh:Pictures:Folders:qwen={_folder.At("qwen")}",
    ];

    private Task<string> RefusedAsync(PictureOptions options, params byte[][] pictures) =>
        RunningGateway.RefusedAsync(() => EditAsync(_mesh, options, [], pictures));

    private static async Task<byte[]> EditAsync(
        RunningGateway mesh, PictureOptions options, List<int> steps, params byte[][] pictures)
    {
        using var call = mesh.Grpc.EditPicture(deadline: DateTime.UtcNow + RunningGateway.Patience);
        foreach (var part in PictureParts.Of(new(options, pictures)))
            await call.RequestStream.WriteAsync(part);
        await call.RequestStream.CompleteAsync();
        using var picture = new MemoryStream();
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
        {
            if (reply.Step is { } step)
                steps.Add(step.Step);
            reply.Picture.WriteTo(picture);
        }
        return picture.ToArray();
    }

    private byte[] Local(string model, int references)
    {
        var picture = TinyFilm.Frame(2, 52, 40);
        using var editor = PictureModelFolder.Load(_folder.At(model));
        return Png(editor.Edit(new(picture, Instruction) { References = [.. Enumerable.Repeat(picture, references)] }));
    }

    private static byte[] Png(RgbImage image) =>
        PngFile.Encode(new Raster(image.Width, image.Height, 3, image.Pixels));
}
