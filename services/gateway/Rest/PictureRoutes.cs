using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mesh.Contracts.Pictures.V1;
using Mesh.Gateway.Tenancy;
using Mesh.Gateway.Uploads;
using Mesh.ServiceDefaults.Errors;
using Mesh.ServiceDefaults.Pictures;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Mesh.Gateway.Rest;

/// <summary>Pictures by REST: a form in, the picture as JSON out, in the shape that image APIs share.</summary>
public sealed class PictureRoutes(IPictureStage pictures, UploadOptions limits, Callers callers)
{
    // "image" and "image[]" may come several times: the picture, then references.
    private static readonly string[] Fields =
        ["prompt", "model", "seed", "steps", "guidance", "negative_prompt", "image", "image[]"];

    private long MaxBody => (PictureParts.MaxPictures + 1) * limits.MaxReferenceBytes;

    public async Task EditAsync(HttpContext context)
    {
        var ended = context.RequestAborted;
        callers.Identify(context);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = MaxBody;
        var order = await OrderAsync(context.Request, ended);
        PictureRules.Check(order, limits);
        using var picture = new MemoryStream();
        await foreach (var reply in pictures.EditAsync(order, ended))
            reply.Picture.WriteTo(picture);

        context.Response.ContentType = "application/json";
        var answer = new PictureList(
            DateTimeOffset.UtcNow.ToUnixTimeSeconds(), [new(Convert.ToBase64String(picture.ToArray()))]);
        await JsonSerializer.SerializeAsync(context.Response.Body, answer, VideoObject.Json, ended);
    }

    private async Task<PictureOrder> OrderAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasFormContentType)
            throw new InvalidRequestException("body", $"must be multipart/form-data, got '{request.ContentType}'");
        var form = await ReadAsync(request, cancellation);
        if (form.Keys.Concat(form.Files.Select(file => file.Name)).FirstOrDefault(name => !Fields.Contains(name))
            is { } unknown)
        {
            throw new InvalidRequestException(
                Shown.Line(unknown), $"is not a field; the fields are {string.Join(", ", Fields)}");
        }
        var images = new List<byte[]>();
        foreach (var file in form.Files)
        {
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, cancellation);
            images.Add(bytes.ToArray());
        }
        return images.Count is > 0 and <= PictureParts.MaxPictures
            ? new(Options(form), images)
            : throw new InvalidRequestException(
                "image", $"must be 1 to {PictureParts.MaxPictures} files, got {images.Count}");
    }

    private async Task<IFormCollection> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            return await request.ReadFormAsync(new() { MultipartBodyLengthLimit = MaxBody }, cancellation);
        }
        catch (Exception error) when (error is InvalidDataException or BadHttpRequestException)
        {
            throw new InvalidRequestException("body", $"must be well-formed, it is not: {Shown.Line(error.Message)}");
        }
    }

    private static PictureOptions Options(IFormCollection form)
    {
        var options = new PictureOptions
        {
            Instruction = form["prompt"].ToString(),
            Model = form["model"].ToString(),
            NegativePrompt = form["negative_prompt"].ToString(),
        };
        if (Number<long>(form, "seed") is { } seed)
            options.Seed = seed;
        if (Number<int>(form, "steps") is { } steps)
            options.Steps = steps;
        if (Number<double>(form, "guidance") is { } guidance)
            options.Guidance = guidance;
        return options;
    }

    private static T? Number<T>(IFormCollection form, string name)
        where T : struct, IParsable<T>
    {
        if (form[name].ToString() is not { Length: > 0 } text)
            return null;
        return T.TryParse(text, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidRequestException(name, $"must be a number, got '{Shown.Line(text)}'");
    }
}

/// <summary>Edited pictures.</summary>
/// <param name="Created">Seconds since 1970.</param>
/// <param name="Data">One for each.</param>
public sealed record PictureList(long Created, IReadOnlyList<PictureData> Data);

/// <summary>An edited picture.</summary>
/// <param name="Base64">PNG in base 64.</param>
public sealed record PictureData([property: JsonPropertyName("b64_json")] string Base64);
