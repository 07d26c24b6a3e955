using Mesh.Editing.Pictures;
using Mesh.TestKit;
using Mesh.Video;
using Mesh.Video.Images;

namespace Mesh.Editing.Tests;

/// <summary>Picture editors from folders as published, at tiny sizes.</summary>
public sealed class PictureEditorTests : IDisposable
{
    private static readonly RgbImage Picture = TinyFilm.Frame(2, 52, 40);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Kontext_edits_a_picture_and_gives_one_of_its_size()
    {
        using var editor = PictureModelFolder.Load(TinyPictureModels.WriteFlux(_folder.At("flux")));
        var steps = new List<int>();

        var edited = editor.Edit(new(Picture, "make it snow"), steps.Add);

        Assert.Equal((Picture.Width, Picture.Height), (edited.Width, edited.Height));
        Assert.Equal([1, 2], steps);
        Assert.Equal(edited.Pixels, editor.Edit(new(Picture, "make it snow")).Pixels);
        Differ(editor, edited, new(Picture, "make it rain"));
        Differ(editor, edited, new(TinyFilm.Frame(9, 52, 40), "make it snow"));
        Differ(editor, edited, new(Picture, "make it snow") { Seed = 7 });
        Differ(editor, edited, new(Picture, "make it snow") { Guidance = 9 });
    }

    [Fact]
    public void Qwen_Image_Edit_reads_pictures_and_references_with_the_instruction()
    {
        using var editor = PictureModelFolder.Load(TinyPictureModels.WriteQwen(_folder.At("qwen")));
        var hat = TinyFilm.Frame(5, 30, 44);

        var edited = editor.Edit(new(Picture, "make it snow"));

        Assert.Equal((Picture.Width, Picture.Height), (edited.Width, edited.Height));
        Differ(editor, edited, new(Picture, "make it rain"));
        Differ(editor, edited, new(Picture, "make it snow") { References = [hat] });
        Differ(editor, edited, new(Picture, "make it snow") { Guidance = 1 });
        Differ(editor, edited, new(Picture, "make it snow") { NegativePrompt = "blurry" });
    }

    [Fact]
    public void What_a_model_cannot_use_is_refused()
    {
        using var flux = PictureModelFolder.Load(TinyPictureModels.WriteFlux(_folder.At("flux")));
        using var first = PictureModelFolder.Load(
            TinyPictureModels.WriteQwen(_folder.At("first"), "QwenImageEditPipeline"));

        Assert.Equal("the model flux takes no reference image.", Refused(flux, new(Picture, "x")
        {
            References = [Picture],
        }));
        Assert.Equal("the model flux takes no negative prompt.", Refused(flux, new(Picture, "x")
        {
            NegativePrompt = "blurry",
        }));
        Assert.Equal("the model first takes no reference image.", Refused(first, new(Picture, "x")
        {
            References = [Picture],
        }));
        Assert.Equal("the instruction is empty.", Refused(first, new(Picture, " ")));
    }

    [Fact]
    public async Task A_file_becomes_a_file_and_nothing_is_left_of_a_cancelled_edit()
    {
        using var editor = PictureModelFolder.Load(TinyPictureModels.WriteFlux(_folder.At("flux")));
        PngFile.Save(_folder.At("in.png"), Picture);
        var request = new PictureRequest(_folder.At("in.png"), "make it snow", _folder.At("out.png"));

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => request.RunAsync(editor, (_, _) => stop.Cancel(), stop.Token));
        Assert.False(File.Exists(request.Output));
        await request.RunAsync(editor);

        var expected = editor.Edit(new(Picture, "make it snow"));
        Assert.Equal(expected.Pixels, (await PictureFile.ReadAsync(request.Output)).Pixels);
    }

    [Fact]
    public void A_folder_of_another_pipeline_is_refused()
    {
        var folder = TinyPictureModels.WriteFlux(_folder.At("flux"));
        File.WriteAllText(Path.Combine(folder, "model_index.json"), """{ "_class_name": "StableDiffusionPipeline" }""");

        var error = Assert.Throws<ModelException>(() => PictureModelFolder.Load(folder));

        Assert.Contains("names the pipeline 'StableDiffusionPipeline', expected FluxKontextPipeline", error.Message);
    }

    [Theory]
    [InlineData(1024, 1024, 1024, 1024)]
    [InlineData(1920, 1080, 1392, 752)]
    [InlineData(100, 400, 672, 1568)]
    public void Kontext_sees_a_trained_size_of_the_nearest_shape(int width, int height, int wide, int high) =>
        Assert.Equal(new PixelSize(wide, high), KontextSize.Of(1024 * 1024, new RgbImage(width, height)));

    private static void Differ(IPictureEditor editor, RgbImage edited, PictureEdit other) =>
        Assert.NotEqual(edited.Pixels, editor.Edit(other).Pixels);

    private static string Refused(IPictureEditor editor, PictureEdit edit) =>
        Assert.Throws<EditRequestException>(() => editor.Edit(edit)).Message;
}
