using Mesh.Gateway.Uploads;
using Mesh.ServiceDefaults.Errors;
using Mesh.Stores.Artifacts;
using Mesh.TestKit;

namespace Mesh.Gateway.Tests.Uploads;

public sealed class UriSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly DirectoryArtifactStore _artifacts;
    private readonly UriSource _uris;

    public UriSourceTests()
    {
        Directory.CreateDirectory(_folder.At("open/deep"));
        Directory.CreateDirectory(_folder.At("open-too"));
        foreach (var file in (string[])["open/deep/a.mp4", "open-too/b.mp4", "secret.mp4"])
            File.WriteAllText(_folder.At(file), file);
        File.CreateSymbolicLink(_folder.At("open/link.mp4"), _folder.At("secret.mp4"));
        Directory.CreateSymbolicLink(_folder.At("open/links"), _folder.Path);
        _artifacts = new(_folder.At("artifacts"));
        _uris = new(new() { Folders = [_folder.At("open")], Artifacts = ["shared"] }, _artifacts, _http);
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_file_below_a_configured_folder_is_read() =>
        Assert.Equal("open/deep/a.mp4", await ReadAsync($"file://{_folder.At("open/deep/a.mp4")}"));

    [Theory]
    [InlineData("secret.mp4")]
    [InlineData("open-too/b.mp4")]
    [InlineData("open/../secret.mp4")]
    [InlineData("open/%2e%2e/secret.mp4")]
    [InlineData("open/link.mp4")]
    [InlineData("open/links/secret.mp4")]
    [InlineData("open/deep")]
    [InlineData("open/absent.mp4")]
    [InlineData("open/deep/a.mp4%00")]
    public async Task A_file_outside_is_refused_whatever_leads_there(string path) =>
        await Assert.ThrowsAsync<InvalidRequestException>(() => ReadAsync($"file://{_folder.Path}/{path}"));

    [Fact]
    public async Task An_artifact_below_a_configured_prefix_is_read_and_no_other()
    {
        foreach (var (key, text) in ((string, byte[])[])[("shared/a.mp4", [97]), ("shared2/a.mp4", [98])])
        {
            await _artifacts.WriteAsync(
                key, async (stream, token) => await stream.WriteAsync(text, token), replace: false);
        }

        Assert.Equal("a", await ReadAsync("artifact:shared/a.mp4"));
        foreach (var key in (string[])["shared2/a.mp4", "shared/../shared2/a.mp4", "shared", "shared/b.mp4"])
            await Assert.ThrowsAsync<InvalidRequestException>(() => ReadAsync($"artifact:{key}"));
    }

    private async Task<string> ReadAsync(string uri)
    {
        await using var stream = await _uris.OpenAsync("video_uri", uri, default);
        return await new StreamReader(stream).ReadToEndAsync();
    }
}
