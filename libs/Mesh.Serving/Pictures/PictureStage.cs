using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Mesh.Contracts.Bus;
using Mesh.Contracts.Pictures.V1;
using Mesh.Editing.Pictures;
using Mesh.ServiceDefaults.Bus;
using Mesh.ServiceDefaults.Errors;
using Mesh.ServiceDefaults.Pictures;
using Mesh.Serving.Work;
using Mesh.Video;
using Mesh.Video.Images;

namespace Mesh.Serving.Pictures;

/// <summary>Edits pictures in this process, one at a time, beside the edits of the bus.</summary>
/// <param name="host">The editors.</param>
/// <param name="slot">The process's one unit of work.</param>
public sealed class PictureStage(PictureHost host, WorkSlot slot) : IPictureStage
{
    private static readonly VideoLimits Limits = new() { MaxBytes = 64 << 20, MaxPixels = 8192 * 8192, MaxFrames = 1 };

    public async IAsyncEnumerable<EditPictureReply> EditAsync(
        PictureOrder order, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Whoever reads slowly must not keep the worker: steps wait here, of which there are at most a thousand.
        var replies = Channel.CreateUnbounded<EditPictureReply>();
        var work = RunAsync(order, replies.Writer, cancellation);
        await foreach (var reply in replies.Reader.ReadAllAsync(cancellation))
            yield return reply;
        await work;
    }

    private async Task RunAsync(
        PictureOrder order, ChannelWriter<EditPictureReply> replies, CancellationToken cancellation)
    {
        try
        {
            var editor = await host.GetAsync(order.Options.Model, cancellation);
            var edit = await EditOfAsync(order, cancellation);
            edit.Validate(editor);
            using var turn = await slot.TryTakeAsync(
                EditPriority.Interactive, Timeout.InfiniteTimeSpan, cancellation)
                ?? throw new OperationCanceledException(cancellation);
            var steps = edit.Steps ?? editor.Defaults.Steps;
            var edited = await Task.Run(
                () => editor.Edit(
                    edit,
                    step => replies.TryWrite(new() { Step = new() { Step = step, Of = steps } }),
                    cancellation),
                cancellation);
            var file = PngFile.Encode(new Raster(edited.Width, edited.Height, 3, edited.Pixels));
            foreach (var piece in PictureParts.Replies(file))
                replies.TryWrite(piece);
        }
        catch (Exception error) when (Refusal.Of(error) is { } refusal)
        {
            throw refusal.ToRequestException();
        }
        finally
        {
            replies.Complete();
        }
    }

    private static async Task<PictureEdit> EditOfAsync(PictureOrder order, CancellationToken cancellation)
    {
        using var scratch = new ScratchFolder();
        var pictures = new List<RgbImage>();
        foreach (var (index, bytes) in order.Pictures.Index())
        {
            var file = scratch.At($"{index}");
            await File.WriteAllBytesAsync(file, bytes, cancellation);
            try
            {
                pictures.Add(await PictureFile.ReadAsync(file, Limits, cancellation));
            }
            catch (VideoException error) when (error.IsAboutFile)
            {
                throw new InvalidRequestException(index == 0 ? "picture" : "reference", error.Reason);
            }
        }
        var options = order.Options;
        return new(pictures[0], options.Instruction)
        {
            References = [.. pictures.Skip(1)],
            Seed = options.HasSeed ? options.Seed : 42,
            Steps = options.HasSteps ? options.Steps : null,
            Guidance = options.HasGuidance ? options.Guidance : null,
            NegativePrompt = options.NegativePrompt == "" ? null : options.NegativePrompt,
        };
    }
}
