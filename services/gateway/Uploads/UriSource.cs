using Mesh.ServiceDefaults.Errors;
using Mesh.Stores.Artifacts;

namespace Mesh.Gateway.Uploads;

/// <summary>
/// Reads what a URI names, where the operator allows it and nowhere else: files below configured folders, artifacts
/// below configured prefixes, https from configured hosts. Redirects are not followed, links do not lead out.
/// </summary>
internal sealed class UriSource(UploadOptions options, IArtifactStore artifacts, HttpClient http)
{
    /// <exception cref="InvalidRequestException">The URI is not allowed, or nothing is there.</exception>
    public async Task<Stream> OpenAsync(string field, string text, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
            throw Wrong(field, text, "must be an absolute URI");
        return uri.Scheme switch
        {
            "file" => OpenFile(field, text, uri),
            "artifact" => await OpenArtifactAsync(field, text, cancellation),
            "https" or "http" => await OpenHttpAsync(field, text, uri, cancellation),
            _ => throw Wrong(field, text, "must start with file:, artifact: or https:"),
        };
    }

    private FileStream OpenFile(string field, string text, Uri uri)
    {
        var folders = options.Folders.Select(folder => Real(new DirectoryInfo(Path.GetFullPath(folder)))).ToList();
        var path = uri.LocalPath.Contains('\0') ? "" : Path.GetFullPath(uri.LocalPath);
        if (uri.Host != "" || !File.Exists(path)
            || Real(new FileInfo(path)) is not { } real || !folders.Any(folder => IsBelow(real, folder)))
        {
            throw Wrong(field, text, "must be a file below a folder that this gateway is configured to read");
        }
        return new(real, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
    }

    private async Task<Stream> OpenArtifactAsync(string field, string text, CancellationToken cancellation)
    {
        var key = text["artifact:".Length..];
        var prefixes = options.Artifacts.Select(prefix => prefix.TrimEnd('/'));
        if (!ArtifactKey.IsValid(key)
            || !prefixes.Any(prefix => key.StartsWith(prefix + "/", StringComparison.Ordinal))
            || !await artifacts.ExistsAsync(key, cancellation))
        {
            throw Wrong(field, text, "must be an artifact below a prefix that this gateway is configured to read");
        }
        return await artifacts.OpenReadAsync(key, 0, cancellation);
    }

    private async Task<Stream> OpenHttpAsync(string field, string text, Uri uri, CancellationToken cancellation)
    {
        if (uri.UserInfo != "" || !options.Hosts.Any(host => host == uri.Host || host == uri.Authority)
            || (uri.Scheme == "http" && !options.Hosts.Contains(uri.Authority)))
        {
            throw Wrong(field, text, "must name a host that this gateway is configured to read");
        }
        try
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            silence.CancelAfter(options.MaxSilence);
            var response = await http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, silence.Token);
            return response.IsSuccessStatusCode
                ? await response.Content.ReadAsStreamAsync(cancellation)
                : throw Wrong(field, text, $"must answer with 200, the host answered {(int)response.StatusCode}");
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException
            && !cancellation.IsCancellationRequested)
        {
            throw Wrong(field, text, "must be readable, the host does not answer");
        }
    }

    // Every link on the way resolved, so that what is checked is what is opened.
    private static string? Real(FileSystemInfo place)
    {
        var path = Path.GetPathRoot(place.FullName)!;
        foreach (var part in place.FullName.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            path = Path.Combine(path, part);
            FileSystemInfo at = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            if (!at.Exists)
                return null;
            path = at.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        }
        return path;
    }

    private static bool IsBelow(string path, string? folder) =>
        folder is not null && path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);

    private static InvalidRequestException Wrong(string field, string text, string rule) =>
        new(field, $"{rule}, got '{Shown.Line(text)}'");
}
