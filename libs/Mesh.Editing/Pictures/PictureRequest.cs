using Mesh.Video;
using Mesh.Video.Images;

namespace Mesh.Editing.Pictures;

/// <summary>An edit from file to file. What is null is taken from the model.</summary>
/// <param name="Input">The picture to edit: any file ffmpeg reads as one frame.</param>
/// <param name="Instruction">What to change, in words.</param>
/// <param name="Output">The PNG to write; it appears when the edit is complete.</param>
public sealed record PictureRequest(string Input, string Instruction, string Output)
{
    /// <summary>Pictures of what is meant.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <inheritdoc cref="PictureEdit.Seed"/>
    public long Seed { get; init; } = 42;

    /// <inheritdoc cref="PictureEdit.Steps"/>
    public int? Steps { get; init; }

    /// <inheritdoc cref="PictureEdit.Guidance"/>
    public double? Guidance { get; init; }

    /// <inheritdoc cref="PictureEdit.NegativePrompt"/>
    public string? NegativePrompt { get; init; }

    /// <summary>Throws before a model is loaded for nothing.</summary>
    /// <exception cref="EditRequestException">A file is missing, or would be overwritten.</exception>
    public void Validate()
    {
        EditRequest.ValidateWords(Instruction, Guidance);
        EditRequest.ValidateSteps(Steps, Guidance);
        foreach (var file in References.Prepend(Input))
        {
            Require(File.Exists(file), $"file not found: {file}.");
            Require(Path.GetFullPath(file) != Path.GetFullPath(Output), $"the output would overwrite {file}.");
        }
        Require(
            string.Equals(Path.GetExtension(Output), ".png", StringComparison.OrdinalIgnoreCase),
            $"the output {Output} must end in .png.");
        Require(
            Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(Output))),
            $"the folder of {Output} does not exist.");
    }

    /// <summary>Carries it out.</summary>
    /// <param name="editor">The model.</param>
    /// <param name="stepDone">Told the number of steps done, from 1, and of how many.</param>
    /// <param name="cancellation">Observed between steps.</param>
    /// <exception cref="EditRequestException">The model cannot do what is asked.</exception>
    /// <exception cref="VideoException">A picture cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    public async Task RunAsync(
        IPictureEditor editor, Action<int, int>? stepDone = null, CancellationToken cancellation = default)
    {
        var references = new List<RgbImage>();
        foreach (var file in References)
            references.Add(await PictureFile.ReadAsync(file, cancellation));
        var steps = Steps ?? editor.Defaults.Steps;
        var edited = editor.Edit(
            new(await PictureFile.ReadAsync(Input, cancellation), Instruction)
            {
                References = references,
                Seed = Seed,
                Steps = Steps,
                Guidance = Guidance,
                NegativePrompt = NegativePrompt,
            },
            step => stepDone?.Invoke(step, steps),
            cancellation);

        var temporary = $"{Output}.{Guid.NewGuid():N}.tmp";
        PngFile.Save(temporary, edited);
        File.Move(temporary, Output, overwrite: true);
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
            throw new EditRequestException(problem);
    }
}

/// <summary>Reads a picture of any kind that ffmpeg knows.</summary>
public static class PictureFile
{
    /// <inheritdoc cref="ReadAsync(string, VideoLimits, CancellationToken)"/>
    public static Task<RgbImage> ReadAsync(string file, CancellationToken cancellation = default) =>
        ReadAsync(file, VideoLimits.Default, cancellation);

    /// <exception cref="VideoException">It cannot be read, is a film, or beyond a limit.</exception>
    public static async Task<RgbImage> ReadAsync(string file, VideoLimits limits, CancellationToken cancellation)
    {
        var picture = await VideoProbe.ReadAsync(file, limits, cancellation);
        if (picture.FrameCount > 1)
            throw new VideoException($"{file}: must be a picture, got a film of {picture.FrameCount} frames.");
        await using var reader = VideoReader.Open(picture);
        var image = new RgbImage(reader.Width, reader.Height);
        await reader.ReadAsync(image.Pixels, cancellation);
        return image;
    }
}
