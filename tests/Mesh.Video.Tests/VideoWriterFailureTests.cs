namespace Mesh.Video.Tests;

public sealed class VideoWriterFailureTests : IDisposable
{
    private readonly ClipFolder _clips = new();

    [Fact]
    public async Task A_writer_that_is_not_completed_leaves_nothing()
    {
        var writer = VideoWriter.Create(_clips["a.mp4"], VideoTarget.Film(16, 16, new(25, 1), 3));
        await writer.WriteAsync(new byte[16 * 16 * 3]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.CompleteAsync());

        await writer.DisposeAsync();

        Assert.Empty(_clips.Files);
    }

    [Fact]
    public async Task Cancelling_leaves_the_file_that_was_there()
    {
        _clips.Write("a.mp4", [1, 2, 3]);
        using var cancellation = new CancellationTokenSource();
        var writer = VideoWriter.Create(_clips["a.mp4"], VideoTarget.Film(16, 16, new(25, 1), 3));
        await writer.WriteAsync(new byte[16 * 16 * 3], cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await writer.WriteAsync(new byte[16 * 16 * 3], cancellation.Token));
        await writer.DisposeAsync();

        Assert.Equal(["a.mp4"], _clips.Files);
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(_clips["a.mp4"]));
    }

    [Fact]
    public async Task An_encoder_that_fails_says_why_and_leaves_nothing()
    {
        // x264 has no such preset.
        var target = VideoTarget.Film(512, 512, new(25, 1), 3);
        var writer = VideoWriter.Create(_clips["a.mp4"], target, new(12, "slothful"));

        var error = await Assert.ThrowsAsync<VideoException>(async () =>
        {
            for (var i = 0; i < 3; i++)
                await writer.WriteAsync(new byte[512 * 512 * 3]);
            await writer.CompleteAsync();
        });
        await writer.DisposeAsync();

        Assert.Contains("preset", error.Message, StringComparison.Ordinal);
        Assert.Empty(_clips.Files);
    }

    [Theory]
    [InlineData("a.txt", "must end in .mp4, .mov, .mkv, .webm")]
    [InlineData("missing/a.mp4", "the folder does not exist")]
    [InlineData("folder.mp4", "is a folder")]
    public void A_path_that_cannot_be_written_is_refused(string name, string reason)
    {
        Directory.CreateDirectory(_clips["folder.mp4"]);

        var error = Assert.Throws<VideoException>(
            () => VideoWriter.Create(_clips[name], VideoTarget.Film(16, 16, new(25, 1), 1)));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_source_is_never_replaced()
    {
        var source = await VideoProbe.ReadAsync(_clips.Make("a.mp4", "-f lavfi -i color=s=32x32:d=0.2"));

        Assert.Throws<VideoException>(() => VideoWriter.Create(_clips["a.mp4"], VideoTarget.Like(source)));
    }

    public void Dispose() => _clips.Dispose();
}
