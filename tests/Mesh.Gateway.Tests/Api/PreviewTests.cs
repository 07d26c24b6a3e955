using System.Net;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Mesh.Video.Images;

namespace Mesh.Gateway.Tests.Api;

public sealed class PreviewTests(WholeMesh whole) : IClassFixture<WholeMesh>
{
    private readonly RunningGateway _mesh = whole.Mesh;

    [Fact]
    public async Task A_watch_shows_pictures_of_what_is_to_come_in_the_shape_of_the_film()
    {
        var id = await EndlessAsync();

        var picture = await FirstPictureAsync(id);
        await _mesh.Grpc.CancelEditAsync(new() { Id = id });

        var path = _mesh.At("preview.png");
        await File.WriteAllBytesAsync(path, picture.ToByteArray());
        var shown = PngFile.Load(path);
        Assert.Equal((48, 40, 3), (shown.Width, shown.Height, shown.Channels));
    }

    [Fact]
    public async Task A_watch_that_wants_no_pictures_gets_none()
    {
        var id = await EndlessAsync();
        await FirstPictureAsync(id);
        using var watch = _mesh.Grpc.WatchEdit(new() { Id = id }, deadline: DateTime.UtcNow + RunningGateway.Patience);

        for (var events = 0; events < 3; events++)
        {
            Assert.True(await watch.ResponseStream.MoveNext(default));
            Assert.Empty(watch.ResponseStream.Current.Preview);
        }
        await _mesh.Grpc.CancelEditAsync(new() { Id = id });
    }

    [Fact]
    public async Task Server_sent_events_tell_where_a_picture_is_and_it_goes_with_the_edit()
    {
        var id = await EndlessAsync();
        using var events = await _mesh.Rest.GetAsync(
            $"/v1/videos/{id}/events", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await events.Content.ReadAsStreamAsync());

        while (await lines.ReadLineAsync() is { } line && line != "event: preview")
        {
        }
        var told = JsonDocument.Parse((await lines.ReadLineAsync())!["data: ".Length..]).RootElement;
        var url = told.GetProperty("url").GetString();
        using var picture = await _mesh.Rest.GetAsync(url);
        await _mesh.Grpc.CancelEditAsync(new() { Id = id });
        using var gone = await GoneAsync(url!);

        Assert.Equal(HttpStatusCode.OK, picture.StatusCode);
        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("\u0089PNG", System.Text.Encoding.Latin1.GetString(
            await picture.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    private async Task<string> EndlessAsync() => (await _mesh.SubmitAsync(
        new() { Instruction = WholeMesh.Instruction, Steps = 1000 }, whole.Film)).Id;

    private async Task<ByteString> FirstPictureAsync(string id)
    {
        using var watch = _mesh.Grpc.WatchEdit(
            new() { Id = id, Previews = true }, deadline: DateTime.UtcNow + RunningGateway.Patience);
        await foreach (var news in watch.ResponseStream.ReadAllAsync())
        {
            if (!news.Preview.IsEmpty)
                return news.Preview;
        }
        throw new InvalidOperationException("The edit ended without a picture.");
    }

    // The worker may be writing its last one while the edit is cancelled; it deletes what it finds when it stops.
    private async Task<HttpResponseMessage> GoneAsync(string url)
    {
        var limit = DateTime.UtcNow + RunningGateway.Patience;
        while (true)
        {
            var answer = await _mesh.Rest.GetAsync(url);
            if (answer.StatusCode == HttpStatusCode.NotFound || DateTime.UtcNow > limit)
                return answer;
            answer.Dispose();
            await Task.Delay(50);
        }
    }
}
