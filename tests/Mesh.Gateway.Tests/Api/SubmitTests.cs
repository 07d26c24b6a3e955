using Google.Protobuf;
using Grpc.Core;
using Mesh.Contracts.Gateway.V1;

namespace Mesh.Gateway.Tests.Api;

public sealed class SubmitTests(LoneGateway gateway) : IClassFixture<LoneGateway>
{
    private readonly RunningGateway _mesh = gateway.Mesh;

    [Fact]
    public async Task An_accepted_edit_is_queued_with_what_was_asked()
    {
        var edit = await _mesh.SubmitAsync(
            new() { Instruction = "make it red", Steps = 3, FileName = "../../x/FILM.MKV", Priority = Priority.Batch },
            gateway.Film);

        Assert.Equal(EditState.Queued, edit.State);
        Assert.Equal(("make it red", 3, 42L, Priority.Batch),
            (edit.Options.Instruction, edit.Options.Steps, edit.Options.Seed, edit.Options.Priority));
        Assert.False(edit.Options.HasGuidance);
        Assert.True(File.Exists(Path.Combine(_mesh.ArtifactFolder, "edits", edit.Id, "source.mkv")));
        Assert.Equal(edit, await _mesh.Grpc.GetEditAsync(new() { Id = edit.Id }));
    }

    [Fact]
    public async Task Every_field_that_is_wrong_is_named_with_its_limit()
    {
        var options = new EditOptions
        {
            Instruction = " ",
            Steps = 0,
            Guidance = double.NaN,
            Seed = -1,
            Priority = (Priority)9,
            Model = "gone",
            IdempotencyKey = "a\nb",
            FileName = new('x', 300),
            NegativePrompt = "\u0007",
        };

        var problems = await RunningGateway.RefusedAsync(() => _mesh.SubmitAsync(options, gateway.Film));

        Assert.Equal(
            """
            instruction: must say what to change, got nothing
            negative_prompt: must hold no control characters, got U+0007
            seed: must be 0 to 9223372036854775807, got -1
            steps: must be 1 to 1000, got 0
            guidance: must be 0 to 100, got NaN
            priority: must be 0 to 3, got 9
            file_name: must have at most 255 characters, got 300
            idempotency_key: must be at most 255 printable ASCII characters, got 'a?b'
            model: must be one of nano, got 'gone'
            """, problems);
    }

    [Theory]
    [InlineData(1001, "instruction: must have at most 1000 characters, got 1001")]
    [InlineData(5000, "instruction: must have at most 1000 characters, got 5000")]
    public async Task An_instruction_that_is_too_long_is_refused(int length, string problem) => Assert.StartsWith(
        problem,
        await RunningGateway.RefusedAsync(
            () => _mesh.SubmitAsync(new() { Instruction = new('a', length) }, gateway.Film)),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_refused_video_leaves_nothing_behind()
    {
        var folder = Path.Combine(_mesh.ArtifactFolder, "edits");
        var before = Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];

        var problem = await RunningGateway.RefusedAsync(
            () => _mesh.SubmitAsync(new() { Instruction = "make it red" }, "this is text\n"u8.ToArray()));

        Assert.StartsWith("video: is not a video ffmpeg can read", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(_mesh.ArtifactFolder, problem, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetDirectories(folder));
    }

    [Fact]
    public async Task A_video_beyond_the_limit_is_refused_before_its_end()
    {
        using var call = _mesh.Grpc.SubmitEdit(deadline: DateTime.UtcNow + RunningGateway.Patience);
        await call.RequestStream.WriteAsync(new() { Options = new() { Instruction = "make it red" } });

        var problem = await RunningGateway.RefusedAsync(async () =>
        {
            try
            {
                while (true)  // an endless upload
                    await call.RequestStream.WriteAsync(new() { Video = ByteString.CopyFrom(new byte[100_000]) });
            }
            catch (Exception error) when (error is InvalidOperationException or IOException)
            {
                await call.ResponseAsync;
            }
        });

        Assert.Equal("video: must have at most 2000000 bytes, got more", problem);
    }

    [Fact]
    public async Task An_upload_that_falls_silent_is_refused()
    {
        using var call = _mesh.Grpc.SubmitEdit(deadline: DateTime.UtcNow + RunningGateway.Patience);
        await call.RequestStream.WriteAsync(new() { Options = new() { Instruction = "make it red" } });
        await call.RequestStream.WriteAsync(new() { Video = ByteString.CopyFrom(new byte[100]) });

        var problem = await RunningGateway.RefusedAsync(() => call.ResponseAsync);

        Assert.Equal("video: must not pause for 00:00:02, it did", problem);
    }

    [Fact]
    public async Task An_edit_without_a_video_is_refused() => Assert.Equal(
        "video: must be uploaded or named by video_uri, got neither",
        await RunningGateway.RefusedAsync(() => _mesh.SubmitAsync(new() { Instruction = "make it red" }, null)));

    [Fact]
    public async Task Options_must_come_first()
    {
        using var call = _mesh.Grpc.SubmitEdit();
        await call.RequestStream.WriteAsync(new() { Video = ByteString.CopyFrom(gateway.Film) });
        await call.RequestStream.CompleteAsync();

        Assert.StartsWith("options: must be the first part",
            await RunningGateway.RefusedAsync(() => call.ResponseAsync), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_out_of_order_are_refused()
    {
        using var call = _mesh.Grpc.SubmitEdit();
        await call.RequestStream.WriteAsync(new() { Options = new() { Instruction = "make it red" } });
        await call.RequestStream.WriteAsync(new() { Video = ByteString.CopyFrom(gateway.Film) });
        await call.RequestStream.WriteAsync(new() { Reference = ByteString.CopyFrom(Pictures.Png(8, 8)) });
        await call.RequestStream.WriteAsync(new() { Video = ByteString.CopyFrom(gateway.Film) });
        await call.RequestStream.CompleteAsync();

        Assert.StartsWith("video: must come once",
            await RunningGateway.RefusedAsync(() => call.ResponseAsync), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, 8, null)]
    [InlineData(100_000, 100_000, "reference: must be at most 1024 a side and 9437184 pixels, got 100000x100000")]
    public async Task A_reference_image_is_looked_at(int width, int height, string? problem)
    {
        Task Submit() => _mesh.SubmitAsync(
            new() { Instruction = "make it red" }, gateway.Film, Pictures.Png(width, height));

        if (problem is null)
            await Submit();
        else
            Assert.Equal(problem, await RunningGateway.RefusedAsync(Submit));
    }

    [Fact]
    public async Task A_reference_that_is_no_picture_is_refused() => Assert.Equal(
        "reference: must be a PNG or JPEG image, got something else",
        await RunningGateway.RefusedAsync(
            () => _mesh.SubmitAsync(new() { Instruction = "make it red" }, gateway.Film, gateway.Film)));

    [Theory]
    [InlineData("http://127.0.0.1:9/film.mp4", "must name a host that this gateway is configured to read")]
    [InlineData("https://169.254.169.254/latest", "must name a host that this gateway is configured to read")]
    [InlineData("file:///etc/passwd", "must be a file below a folder that this gateway is configured to read")]
    [InlineData("artifact:edits/x/source.mp4", "must be an artifact below a prefix that")]
    [InlineData("ftp://a/b", "must start with file:, artifact: or https:")]
    [InlineData("concat:a|b", "must start with file:, artifact: or https:")]
    [InlineData("film.mp4", "must be an absolute URI")]
    public async Task A_uri_is_read_only_where_that_is_configured(string uri, string problem) => Assert.StartsWith(
        $"video_uri: {problem}",
        await RunningGateway.RefusedAsync(
            () => _mesh.SubmitAsync(new() { Instruction = "make it red", VideoUri = uri }, null)),
        StringComparison.Ordinal);

    [Fact]
    public async Task The_same_key_is_the_same_edit_even_for_another_upload()
    {
        var options = new EditOptions { Instruction = "make it red", IdempotencyKey = "once" };

        var first = await _mesh.SubmitAsync(options, gateway.Film);
        var second = await _mesh.SubmitAsync(new(options) { Instruction = "make it blue" }, null);

        Assert.Equal((first.Id, "make it red"), (second.Id, second.Options.Instruction));
    }

    [Fact]
    public async Task The_same_key_at_the_same_time_is_one_edit()
    {
        var options = new EditOptions { Instruction = "make it red", IdempotencyKey = "at once" };

        var edits = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => _mesh.SubmitAsync(options.Clone(), gateway.Film)));

        Assert.Single(edits.Select(edit => edit.Id).Distinct());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("../../etc/passwd")]
    [InlineData("'; DROP TABLE edits; --")]
    [InlineData("\u0000\u202e\ud83d\ude00")]
    public async Task An_unknown_id_is_not_found_by_any_call(string id)
    {
        foreach (var call in (Func<Task>[])
        [
            async () => await _mesh.Grpc.GetEditAsync(new() { Id = id }),
            async () => await _mesh.Grpc.CancelEditAsync(new() { Id = id }),
            () => _mesh.Grpc.WatchEdit(new() { Id = id }).ResponseStream.MoveNext(default),
            () => _mesh.Grpc.DownloadEdit(new() { Id = id }).ResponseStream.MoveNext(default),
        ])
            Assert.StartsWith("There is no edit", await RunningGateway.RefusedAsync(call, StatusCode.NotFound));
    }

    [Fact]
    public async Task An_edit_that_has_not_succeeded_cannot_be_downloaded()
    {
        var edit = await _mesh.SubmitAsync(new() { Instruction = "make it red" }, gateway.Film);

        var problem = await RunningGateway.RefusedAsync(
            () => _mesh.Grpc.DownloadEdit(new() { Id = edit.Id }).ResponseStream.MoveNext(default),
            StatusCode.FailedPrecondition);

        Assert.Contains("it is queued", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_edit_is_watched_to_its_end_and_its_upload_is_gone()
    {
        var edit = await _mesh.SubmitAsync(new() { Instruction = "make it red" }, gateway.Film);
        using var watch = _mesh.Grpc.WatchEdit(new() { Id = edit.Id });
        Assert.True(await watch.ResponseStream.MoveNext(default));
        Assert.Equal(EditState.Queued, watch.ResponseStream.Current.Edit.State);

        var cancelled = await _mesh.Grpc.CancelEditAsync(new() { Id = edit.Id });

        var last = watch.ResponseStream.Current;
        while (await watch.ResponseStream.MoveNext(default))
            last = watch.ResponseStream.Current;
        Assert.Equal((EditState.Cancelled, EditState.Cancelled), (cancelled.State, last.Edit.State));
        Assert.Equal(EditState.Cancelled, (await _mesh.Grpc.CancelEditAsync(new() { Id = edit.Id })).State);
        Assert.False(Directory.Exists(Path.Combine(_mesh.ArtifactFolder, "edits", edit.Id)));
    }
}
