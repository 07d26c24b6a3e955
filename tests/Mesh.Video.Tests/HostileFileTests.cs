using System.Text;

namespace Mesh.Video.Tests;

public sealed class HostileFileTests : IDisposable
{
    private readonly ClipFolder _clips = new();

    public static TheoryData<string> Names =>
    [
        "", "a\nb.mp4", "-i.mp4", "concat:a.mp4|b.mp4", "http://127.0.0.1:9/a.mp4", "data:video/mp4;base64,AAAA",
        "pipe:0", "/dev/zero", "/dev/null",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_name_that_is_no_file_is_refused_in_one_line(string name) => await RefusedAsync(name);

    [Fact]
    public async Task A_text_file_named_mp4_is_refused() =>
        Assert.Contains("is not a video", await RefusedAsync(_clips.Write("a.mp4", "this is text\n"u8.ToArray())));

    [Fact]
    public async Task An_empty_file_is_refused() =>
        Assert.Contains("is empty", await RefusedAsync(_clips.Write("a.mp4", [])));

    [Fact]
    public async Task A_folder_is_refused() => Assert.Contains("is a folder", await RefusedAsync(_clips.Root));

    [Fact]
    public async Task A_missing_file_is_refused() =>
        Assert.Contains("does not exist", await RefusedAsync(_clips["missing.mp4"]));

    [Fact]
    public async Task A_file_cut_before_its_index_is_refused()
    {
        var whole = await File.ReadAllBytesAsync(_clips.Make("whole.mp4", "-f lavfi -i testsrc2=s=64x48:d=1"));
        Assert.Contains("is not a video", await RefusedAsync(_clips.Write("cut.mp4", whole[..(whole.Length / 2)])));
    }

    [Fact]
    public async Task A_file_cut_after_its_index_gives_the_frames_that_are_there()
    {
        var path = _clips.Make("whole.mp4", "-f lavfi -i testsrc2=s=64x48:d=1 -c:v mpeg4 -movflags +faststart");
        var whole = await File.ReadAllBytesAsync(path);

        var cut = await VideoProbe.ReadAsync(_clips.Write("cut.mp4", whole[..(whole.Length * 2 / 3)]));

        Assert.InRange(cut.FrameCount, 2, 24);
        Assert.Contains(cut.Notes, note => note.Contains("25 frames", StringComparison.Ordinal));
        Assert.Equal(cut.FrameCount, (await Films.FramesAsync(cut)).Count);
    }

    // The file they name exists and plays, so only the refusal of the script itself stops it.
    [Theory]
    [InlineData("a.mp4", "ffconcat version 1.0\nfile b.mp4\n")]
    [InlineData("a.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nb.mp4\n#EXT-X-ENDLIST\n")]
    [InlineData("a.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nb.mp4\n#EXT-X-ENDLIST\n")]
    [InlineData("a.m3u8", "#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")]
    [InlineData("a.mp4", "<?xml version=\"1.0\"?><MPD><BaseURL>b.mp4</BaseURL></MPD>")]
    [InlineData("a.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\n")]
    public async Task A_script_that_names_other_files_is_refused(string name, string script)
    {
        _clips.Make("b.mp4", "-f lavfi -i color=s=32x32:d=0.2");

        var message = await RefusedAsync(_clips.Write(name, Encoding.UTF8.GetBytes(script)));

        Assert.Contains("is not a video", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sound_file_has_no_video_stream() => Assert.Contains(
        "has no video stream", await RefusedAsync(_clips.Make("a.mp4", "-f lavfi -i sine=d=0.2 -c:a aac")));

    [Fact]
    public async Task A_codec_that_is_not_allowed_is_refused_before_it_decodes()
    {
        var path = _clips.Make("a.mp4", "-f lavfi -i color=s=32x32:d=0.1 -c:v mpeg4");
        Assert.Contains("is coded as mpeg4, the codecs allowed are h264, vp9",
            await RefusedAsync(path, new() { Codecs = ["h264", "vp9"] }));
    }

    [Fact]
    public async Task The_program_that_looks_at_a_file_gets_no_more_memory_than_it_may_have()
    {
        var path = _clips.Make("a.mp4", "-f lavfi -i color=s=32x32:d=0.1");
        var roomy = new ProcessLimits(4L << 30, TimeSpan.FromMinutes(1));

        var free = await VideoProbe.ReadAsync(path);
        var limited = await VideoProbe.ReadAsync(path, new() { Process = roomy });
        Assert.Equal(free.FrameCount, limited.FrameCount);
        await RefusedAsync(path, new() { Process = roomy with { MemoryBytes = 64 << 20 } });
    }

    [Fact]
    public async Task A_reason_does_not_tell_where_the_file_lies()
    {
        var path = _clips.Write("a.mp4", []);

        var error = await Assert.ThrowsAsync<VideoException>(() => VideoProbe.ReadAsync(path));

        Assert.Equal(("is empty", true), (error.Reason, error.IsAboutFile));
    }

    [Fact]
    public async Task A_frame_larger_than_the_limit_is_refused()
    {
        var path = _clips.Make("a.mkv", "-f lavfi -i color=s=320x240:d=0.1");
        Assert.Contains("320x240", await RefusedAsync(path, new() { MaxPixels = 320 * 239 }));
    }

    [Fact]
    public async Task A_film_longer_than_the_limit_is_refused()
    {
        var path = _clips.Make("a.mp4", "-f lavfi -i color=s=32x32:d=3");
        Assert.Contains("3 s", await RefusedAsync(path, new() { MaxDuration = TimeSpan.FromSeconds(2) }));
    }

    [Fact]
    public async Task More_frames_than_the_limit_are_refused_even_when_the_header_is_silent()
    {
        var path = _clips.Make("a.mkv", "-f lavfi -i color=s=32x32:d=2 -f matroska -live 1");
        Assert.Contains("more than 10 frames", await RefusedAsync(path, new() { MaxFrames = 10 }));
    }

    [Fact]
    public async Task A_picture_whose_name_is_a_pattern_is_one_picture()
    {
        _clips.Make("a1.png", "-f lavfi -i color=red:s=8x8 -frames:v 1");
        _clips.Make("a2.png", "-f lavfi -i color=red:s=8x8 -frames:v 1");
        File.Copy(_clips["a1.png"], _clips["a%d.png"]);

        Assert.Equal(1, (await VideoProbe.ReadAsync(_clips["a%d.png"])).FrameCount);
    }

    [Fact]
    public async Task A_name_that_starts_with_a_dash_is_only_a_name()
    {
        File.Move(_clips.Make("a.mp4", "-f lavfi -i color=s=32x32:d=0.2"), _clips["-y.mp4"]);

        Assert.Equal(5, (await VideoProbe.ReadAsync(_clips["-y.mp4"])).FrameCount);
    }

    public void Dispose() => _clips.Dispose();

    private static async Task<string> RefusedAsync(string path, VideoLimits? limits = null)
    {
        var error = await Assert.ThrowsAsync<VideoException>(() => VideoProbe.ReadAsync(path, limits));
        Assert.DoesNotContain('\n', error.Message);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        return error.Message;
    }
}
