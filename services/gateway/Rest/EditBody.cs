using System.Text;
using System.Text.Json;
using Mesh.Gateway.Api;
using Mesh.Gateway.Uploads;
using Mesh.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Mesh.Gateway.Rest;

/// <summary>Reads the body of a submission as it arrives: files go to the store, fields stay.</summary>
internal sealed class EditBody(HttpRequest request, EditDraft draft, UploadOptions limits)
{
    private const int MaxText = 64 << 10;
    private const int MaxBoundary = 100;

    private readonly EditFields _fields = new();
    private string _fileName = "";

    /// <summary>Name of the uploaded file, as sent.</summary>
    public string FileName => _fileName;

    /// <exception cref="InvalidRequestException">The body is of no known kind, damaged, or beyond a limit.</exception>
    public async Task<EditFields> ReadAsync(CancellationToken cancellation)
    {
        _ = MediaTypeHeaderValue.TryParse(request.ContentType, out var type);
        try
        {
            if (type?.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true)
                await ReadFormAsync(Boundary(type), cancellation);
            else if (type?.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) == true)
                _fields.Add(await ReadJsonAsync(cancellation));
            else
                throw Wrong($"must be multipart/form-data or application/json, got '{request.ContentType}'");
            return _fields;
        }
        catch (Exception error) when (error is InvalidDataException or JsonException)
        {
            throw Wrong($"must be well-formed, it is not: {Shown.Line(error.Message)}");
        }
    }

    private async Task ReadFormAsync(string boundary, CancellationToken cancellation)
    {
        var reader = new MultipartReader(boundary, request.Body);
        while (await Patient(reader.ReadNextSectionAsync, cancellation) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var place))
                throw Wrong("must have a Content-Disposition with a name in every part, one has none");
            var name = HeaderUtilities.RemoveQuotes(place.Name).ToString();
            if (name == "video")
            {
                _fileName = HeaderUtilities.RemoveQuotes(place.FileName).ToString();
                await draft.StoreVideoAsync(_fileName, UploadStream.Of(section.Body), cancellation);
            }
            else if (name == "mask")
                await draft.StoreMaskAsync(UploadStream.Of(section.Body), cancellation);
            else if (name == "control")
                await draft.StoreControlAsync(UploadStream.Of(section.Body), cancellation);
            else if (name == "reference")
                await draft.StoreReferenceAsync(UploadStream.Of(section.Body), cancellation);
            else
                _fields.Add(name, await TextAsync(section.Body, name, cancellation));
        }
    }

    private async Task<JsonElement> ReadJsonAsync(CancellationToken cancellation)
    {
        var text = await TextAsync(request.Body, "body", cancellation);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private async Task<string> TextAsync(Stream body, string field, CancellationToken cancellation)
    {
        var bytes = new byte[MaxText + 1];
        var length = await Patient(
            async token => await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, token),
            cancellation);
        if (length > MaxText)
            throw new InvalidRequestException(Shown.Line(field), $"must have at most {MaxText} bytes, got more");
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidRequestException(Shown.Line(field), "must be UTF-8, got other bytes");
        }
    }

    private ValueTask<T> Patient<T>(Func<CancellationToken, Task<T>> wait, CancellationToken cancellation) =>
        Patience.WaitAsync("body", async token => await wait(token), limits.MaxSilence, cancellation);

    private static string Boundary(MediaTypeHeaderValue type) =>
        HeaderUtilities.RemoveQuotes(type.Boundary).ToString() is { Length: > 0 and <= MaxBoundary } boundary
            ? boundary
            : throw Wrong($"must have a boundary of 1 to {MaxBoundary} characters in its Content-Type");

    private static InvalidRequestException Wrong(string problem) => new("body", problem);
}
