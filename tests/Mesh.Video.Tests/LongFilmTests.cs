namespace Mesh.Video.Tests;

[CollectionDefinition(nameof(LongFilmTests), DisableParallelization = true)]
public sealed class RunsAlone;

/// <summary>Counts the allocations of the whole process, so nothing may run beside it.</summary>
[Collection(nameof(LongFilmTests))]
public sealed class LongFilmTests : IDisposable
{
    private readonly ClipFolder _clips = new();

    [Fact]
    public async Task A_long_film_takes_no_more_memory_than_a_short_one()
    {
        var video = await VideoProbe.ReadAsync(_clips.Make("a.mp4",
            "-f lavfi -i color=blue:s=320x240:r=100:d=10 -c:v libx264 -preset ultrafast -g 1000"));
        await using var reader = VideoReader.Open(video);
        await using var writer = VideoWriter.Create(_clips["b.mp4"], VideoTarget.Like(video), new(30, "ultrafast"));
        var frame = new byte[reader.FrameBytes];

        var (before, read) = (GC.GetTotalAllocatedBytes(), 0);
        for (; await reader.ReadAsync(frame); read++)
            await writer.WriteAsync(frame);
        await writer.CompleteAsync();

        // The frames alone are 230 MB.
        Assert.Equal(1000, read);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 32 << 20);
    }

    public void Dispose() => _clips.Dispose();
}
