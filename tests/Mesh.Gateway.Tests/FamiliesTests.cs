using Google.Protobuf;
using Grpc.Core;
using Mesh.Contracts.Gateway.V1;
using Mesh.Dit;
using Mesh.Editing;
using Mesh.Editing.Tests;
using Mesh.Encoder;
using Mesh.TestKit;
using Mesh.Vae;
using Mesh.Video.Images;

namespace Mesh.Gateway.Tests;

/// <summary>HunyuanVideo and VACE through the same services of one mesh.</summary>
public sealed class FamiliesTests : IAsyncLifetime, IDisposable
{
    private const string Instruction = "a red car in the snow";
    private const int Frames = 6;

    private readonly TemporaryFolder _folder = new();
    private RunningGateway _mesh = null!;
    private string _film = "";
    private string _picture = "";

    public async Task InitializeAsync()
    {
        _film = await TinyFilm.WriteAsync(_folder.At("film.mp4"), Frames, width: 36, height: 28);
        _picture = _folder.At("picture.png");
        PngFile.Save(_picture, TinyFilm.Frame(1, 20, 30));
        _mesh = await RunningGateway.StartAsync(
            [new EncoderService(), new VaeService(), new DitService()],
            "--Mesh:Models:Default=icve",
            $"--Mesh:Models:Folders:icve={TinyIcve.Write(_folder.At("icve"))}",
            $"--Mesh:Models:Folders:vace={TinyWan.Write(_folder.At("vace"))}");
    }

    public async Task DisposeAsync() => await _mesh.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_families_edit_through_one_mesh_with_the_bytes_of_local_edits()
    {
        var guides = new EditGuides { Mask = _picture, Control = _film, References = [_picture, _picture] };

        var plain = await EndAsync(await SubmitAsync("icve"));
        var words = await EndAsync(await SubmitAsync("vace"));
        var guided = await EndAsync(await SubmitAsync("vace", guides));

        Assert.Equal(await LocalAsync("icve"), await DownloadAsync(plain));
        Assert.Equal(await LocalAsync("vace"), await DownloadAsync(words));
        Assert.Equal(await LocalAsync("vace", guides), await DownloadAsync(guided));
    }

    [Fact]
    public async Task A_model_that_takes_no_mask_fails_the_edit_and_names_the_field()
    {
        var edit = await EndAsync(await SubmitAsync("icve", new() { Mask = _picture }));

        Assert.Equal(EditState.Failed, edit.State);
        Assert.Equal(("mask", "the model icve takes no mask."), (edit.Error.Field, edit.Error.Message));
    }

    [Fact]
    public async Task A_mask_of_another_length_is_refused_at_the_door()
    {
        var mask = await TinyFilm.WriteAsync(_folder.At("short.mp4"), 3);

        Assert.Equal(
            "mask: must be a picture or have the video's 6 frames, got 3",
            await RunningGateway.RefusedAsync(() => SubmitAsync("vace", new() { Mask = mask })));
    }

    [Fact]
    public async Task A_form_brings_mask_control_and_references_too()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Instruction), "prompt" },
            { new StringContent("vace"), "model" },
            { new StringContent("5"), "seed" },
        };
        Add("video", _film);
        Add("mask", _picture);
        Add("control", _film);
        Add("reference", _picture);
        Add("reference", _picture);

        using var answer = await _mesh.Rest.PostAsync("/v1/videos/edits", form);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        var id = answer.Headers.Location!.ToString().Split('/')[^1];
        var edit = await EndAsync(await _mesh.Grpc.GetEditAsync(new() { Id = id }));

        Assert.Equal(
            await LocalAsync(
                "vace", new() { Mask = _picture, Control = _film, References = [_picture, _picture] }),
            await DownloadAsync(edit));

        void Add(string name, string file) =>
            form.Add(new ByteArrayContent(File.ReadAllBytes(file)), name, Path.GetFileName(file));
    }

    private async Task<Edit> SubmitAsync(string model, EditGuides? guides = null)
    {
        using var call = _mesh.Grpc.SubmitEdit(deadline: DateTime.UtcNow + RunningGateway.Patience);
        await Send(new() { Options = new() { Instruction = Instruction, Model = model, Seed = 5 } });
        await Send(new() { Video = Bytes(_film) });
        if (guides?.Mask is { } mask)
            await Send(new() { Mask = Bytes(mask) });
        if (guides?.Control is { } control)
            await Send(new() { Control = Bytes(control) });
        foreach (var (index, reference) in (guides?.References ?? []).Index())
        {
            if (index > 0)
                await Send(new() { NextReference = true });
            await Send(new() { Reference = Bytes(reference) });
        }
        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;

        Task Send(SubmitEditRequest part) => call.RequestStream.WriteAsync(part);
    }

    private async Task<Edit> EndAsync(Edit edit)
    {
        using var watch = _mesh.Grpc.WatchEdit(
            new() { Id = edit.Id }, deadline: DateTime.UtcNow + RunningGateway.Patience);
        await foreach (var news in watch.ResponseStream.ReadAllAsync())
            edit = news.Edit ?? edit;
        return edit;
    }

    private async Task<byte[]> DownloadAsync(Edit edit)
    {
        Assert.True(edit.State == EditState.Succeeded, $"{edit.State}: {edit.Error?.Message}");
        using var call = _mesh.Grpc.DownloadEdit(new() { Id = edit.Id });
        using var film = new MemoryStream();
        await foreach (var part in call.ResponseStream.ReadAllAsync())
            part.Data.WriteTo(film);
        return film.ToArray();
    }

    private async Task<byte[]> LocalAsync(string model, EditGuides? guides = null)
    {
        var output = _folder.At("local.mp4");
        using var editor = ModelFolder.Load(_folder.At(model));
        await new VideoEditor(editor).EditAsync(
            new(_film, Instruction, output) { Seed = 5, Guides = guides ?? EditGuides.None });
        return await File.ReadAllBytesAsync(output);
    }

    private static ByteString Bytes(string file) => ByteString.CopyFrom(File.ReadAllBytes(file));
}
