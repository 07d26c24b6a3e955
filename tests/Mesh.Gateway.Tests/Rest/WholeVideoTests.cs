using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Mesh.Gateway.Tests.Rest;

public sealed class WholeVideoTests(WholeMesh whole) : IClassFixture<WholeMesh>
{
    private readonly HttpClient _rest = whole.Mesh.Rest;

    [Fact]
    public async Task An_edit_by_rest_gives_the_bytes_of_a_local_one()
    {
        var path = await SubmitAsync();

        var events = await EventsAsync(path);
        using var video = await _rest.GetAsync($"{path}/content");

        Assert.Equal("event: completed", events[^2]);
        Assert.Equal(whole.Edited, await video.Content.ReadAsByteArrayAsync());
        Assert.Equal(("video/mp4", whole.Edited.Length),
            (video.Content.Headers.ContentType?.MediaType, video.Content.Headers.ContentLength));
        var last = JsonDocument.Parse(events[^1]["data: ".Length..]).RootElement;
        Assert.Equal(100, last.GetProperty("progress").GetInt32());
        Assert.Equal(6, last.GetProperty("result").GetProperty("report").GetProperty("frames").GetInt32());
        Assert.Equal(last.ToString(), (await _rest.GetFromJsonAsync<JsonElement>(path)).ToString());
    }

    [Fact]
    public async Task A_range_is_that_part_of_the_video()
    {
        var path = await SubmitAsync();
        await EventsAsync(path);
        var (bytes, length) = (whole.Edited, whole.Edited.Length);

        await AssertRangeAsync(path, "bytes=10-19", 206, bytes[10..20]);
        await AssertRangeAsync(path, "bytes=-5", 206, bytes[(length - 5)..]);
        await AssertRangeAsync(path, "bytes=100-99999999", 206, bytes[100..]);
        await AssertRangeAsync(path, $"bytes={length}-", 416, []);
        await AssertRangeAsync(path, "bytes=0-1,5-6", 200, bytes);
        await AssertRangeAsync(path, "lines=1-2", 200, bytes);
    }

    [Fact]
    public async Task A_video_that_the_client_has_is_not_sent_again()
    {
        var path = await SubmitAsync();
        await EventsAsync(path);
        using var head = await _rest.SendAsync(new(HttpMethod.Head, $"{path}/content"));

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{path}/content");
        request.Headers.IfNoneMatch.Add(head.Headers.ETag!);
        using var answer = await _rest.SendAsync(request);

        Assert.Equal(whole.Edited.Length, head.Content.Headers.ContentLength);
        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
    }

    private async Task AssertRangeAsync(Uri path, string range, int status, byte[] bytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{path}/content");
        request.Headers.TryAddWithoutValidation("Range", range);
        using var answer = await _rest.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync());
    }

    private async Task<Uri> SubmitAsync()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(WholeMesh.Instruction), "instruction" },
            { new StringContent("5"), "seed" },
            { new ByteArrayContent(whole.Film), "video", "film.mp4" },
        };
        using var answer = await _rest.PostAsync("/v1/videos/edits", form);
        return answer.Headers.Location!;
    }

    private async Task<string[]> EventsAsync(Uri path) =>
        (await _rest.GetStringAsync($"{path}/events")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
