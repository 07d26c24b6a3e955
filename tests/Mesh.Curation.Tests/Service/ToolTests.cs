using Grpc.Core;
using Mesh.Contracts.Curation.V1;
using Mesh.Curation.Generation;
using Mesh.Curation.Instructions;
using Mesh.Curation.Recipes;
using Mesh.Curator.Tools;
using Mesh.TestKit;

namespace Mesh.Curation.Tests.Service;

/// <summary>The contract of model servers, over a real connection.</summary>
public sealed class ToolTests : IDisposable
{
    private static readonly ToolOptions Quick = new() { Attempts = 4, FirstPause = TimeSpan.FromMilliseconds(1) };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_of_any_size_comes_back_while_it_is_sent()
    {
        await using var tool = await new ScriptedTool { Kind = ToolKind.Segment }.StartAsync();
        var bytes = Bytes((64 << 20) + 17);  // more than all buffers between the two
        await File.WriteAllBytesAsync(_folder.At("clip.mp4"), bytes);
        using var server = await ToolServer.ConnectAsync(tool.Address, ToolKind.Segment, Quick);
        Assert.Equal("inverter 1", new ToolMasks(server).Name);
        await new ToolMasks(server).SegmentAsync(_folder.At("clip.mp4"), _folder.At("mask.mp4"), default);
        var mask = await File.ReadAllBytesAsync(_folder.At("mask.mp4"));
        Assert.True(Turned(bytes).AsSpan().SequenceEqual(mask));
    }

    [Fact]
    public async Task Key_frames_go_with_their_instruction_and_seed()
    {
        await using var tool = await new ScriptedTool { Kind = ToolKind.EditFrame, Output = "edited" }.StartAsync();
        await File.WriteAllBytesAsync(_folder.At("frame.png"), Bytes(1000));
        using var server = await ToolServer.ConnectAsync(tool.Address, ToolKind.EditFrame, Quick);
        var editor = new ToolKeyFrames(server);
        await editor.EditAsync(_folder.At("frame.png"), "make it snow", 7, _folder.At("edited.png"), default);
        Assert.Equal((ToolKind.EditFrame, "make it snow"), (tool.Call?.Kind, tool.Call?.Prompt));
        Assert.Equal(7, tool.Call?.Numbers["seed"]);
        Assert.Equal(1000, tool.Files["frame"]);
        Assert.Equal(Turned(Bytes(1000)), await File.ReadAllBytesAsync(_folder.At("edited.png")));
    }

    [Fact]
    public async Task A_generator_is_given_the_whole_context()
    {
        await using var tool = await new ScriptedTool { Kind = ToolKind.Generate, Output = "edited" }.StartAsync();
        foreach (var (name, size) in ((string, int)[])[("clip", 40), ("frame", 30), ("depth", 20), ("mask", 10)])
            await File.WriteAllBytesAsync(_folder.At(name), Bytes(size));
        using var server = await ToolServer.ConnectAsync(tool.Address, ToolKind.Generate, Quick);
        var generator = new ToolClips(server);
        var context = new ClipContext(
            _folder.At("clip"), _folder.At("frame"), _folder.At("depth"), _folder.At("mask"), "make it snow", 9);
        await generator.GenerateAsync(context, _folder.At("edited.mp4"), default);
        Assert.Equal(["clip 40", "frame 30", "depth 20", "mask 10"], tool.Files.Select(f => $"{f.Key} {f.Value}"));
        Assert.Equal((9.0, "make it snow"), (tool.Call?.Numbers["seed"], tool.Call?.Prompt));
        await generator.GenerateAsync(context with { Depth = null, Mask = null }, _folder.At("edited.mp4"), default);
        Assert.Equal(["clip", "frame"], tool.Files.Keys);
    }

    [Fact]
    public async Task What_may_pass_is_tried_again_and_leaves_nothing_of_the_failed_answers()
    {
        await using var tool = await new ScriptedTool { Kind = ToolKind.Depth, Output = "depth" }.StartAsync();
        StatusCode[] passing = [StatusCode.Unavailable, StatusCode.Internal, StatusCode.ResourceExhausted];
        foreach (var status in passing)
            tool.Failures.Enqueue(status);
        await File.WriteAllBytesAsync(_folder.At("clip.mp4"), Bytes(3 << 20));
        using var server = await ToolServer.ConnectAsync(tool.Address, ToolKind.Depth, Quick);
        await new ToolDepth(server).EstimateAsync(_folder.At("clip.mp4"), _folder.At("depth.mp4"), new(), default);
        Assert.Equal(4, tool.Calls);
        Assert.Equal(Turned(Bytes(3 << 20)), await File.ReadAllBytesAsync(_folder.At("depth.mp4")));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument, typeof(ToolRefusedException), 1, "as the test wants it")]
    [InlineData(StatusCode.OutOfRange, typeof(ToolRefusedException), 1, "as the test wants it")]
    [InlineData(StatusCode.PermissionDenied, typeof(AnnotatorUnavailableException), 1, "check its address")]
    [InlineData(StatusCode.Unavailable, typeof(AnnotatorUnavailableException), 4, "failed 4 times: Unavailable as the")]
    public async Task Failures_are_told_apart(StatusCode status, Type expected, int calls, string words)
    {
        await using var tool = await new ScriptedTool { Kind = ToolKind.Depth, Output = "depth" }.StartAsync();
        for (var i = 0; i < 9; i++)
            tool.Failures.Enqueue(status);
        var error = await Record.ExceptionAsync(() => DepthAsync(tool));
        Assert.IsType(expected, error);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(calls, tool.Calls);
    }

    [Fact]
    public async Task A_file_that_does_not_come_back_is_no_result()
    {
        await using var tool = await new ScriptedTool { Kind = ToolKind.Depth, Output = null }.StartAsync();
        var error = await Assert.ThrowsAsync<AnnotatorUnavailableException>(() => DepthAsync(tool));
        Assert.Contains("without the file 'depth'", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, tool.Calls);
        Assert.False(File.Exists(_folder.At("depth.mp4")));
    }

    [Fact]
    public async Task A_server_that_does_something_else_or_never_answers_is_not_worked_with()
    {
        await using var tool = await new ScriptedTool { Kind = ToolKind.Segment }.StartAsync();
        var error = await Assert.ThrowsAsync<RecipeException>(
            () => ToolServer.ConnectAsync(tool.Address, ToolKind.Depth, Quick));
        Assert.Contains("of kind Depth, got 'inverter 1' of Segment", error.Message, StringComparison.Ordinal);

        await using var mute = await new ScriptedTool { Kind = ToolKind.Depth, IsMute = true }.StartAsync();
        var hasty = Quick with { Attempts = 2, Timeout = TimeSpan.FromMilliseconds(200) };
        var away = await Assert.ThrowsAsync<AnnotatorUnavailableException>(
            () => ToolServer.ConnectAsync(mute.Address, ToolKind.Depth, hasty));
        Assert.Contains("failed 2 times: DeadlineExceeded", away.Message, StringComparison.Ordinal);
    }

    private async Task DepthAsync(ScriptedTool tool)
    {
        await File.WriteAllBytesAsync(_folder.At("clip.mp4"), Bytes(100));
        using var server = await ToolServer.ConnectAsync(tool.Address, ToolKind.Depth, Quick);
        await new ToolDepth(server).EstimateAsync(_folder.At("clip.mp4"), _folder.At("depth.mp4"), new(), default);
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Turned(byte[] bytes) => [.. bytes.Select(value => (byte)~value)];
}
