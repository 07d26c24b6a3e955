using System.Globalization;
using System.Text.Json;
using Google.Rpc;
using Microsoft.AspNetCore.Http;

namespace Mesh.Gateway.Rest;

/// <summary>An error as RFC 9457 has it, with the fields that are wrong.</summary>
/// <param name="Type">Names the kind of problem.</param>
/// <param name="Title">The same for every problem of the kind.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">One line for the person who called.</param>
/// <param name="Code">Name of a google.rpc.Code.</param>
/// <param name="Errors">Fields that are wrong.</param>
public sealed record Problem(
    string Type, string Title, int Status, string Detail, string Code, IReadOnlyList<ProblemField>? Errors)
{
    public const string MediaType = "application/problem+json";

    public static Problem Of(Google.Rpc.Status status)
    {
        var code = CodeNames.Of((Code)status.Code);
        var bad = Part<BadRequest>(status, BadRequest.Descriptor.FullName);
        var title = code.Replace('_', ' ').ToLowerInvariant();
        return new(
            $"urn:mesh:error:{code.Replace('_', '-').ToLowerInvariant()}",
            char.ToUpperInvariant(title[0]) + title[1..],
            CodeNames.HttpStatus((Code)status.Code),
            status.Message,
            code,
            bad?.FieldViolations.Select(each => new ProblemField(each.Field, each.Description)).ToList());
    }

    /// <summary>Writes it as the answer, unless that has begun; then the connection ends.</summary>
    public static async Task WriteAsync(HttpContext context, Google.Rpc.Status status)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }
        var problem = Of(status);
        context.Response.Clear();
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = MediaType;
        if (Part<RetryInfo>(status, RetryInfo.Descriptor.FullName)?.RetryDelay is { } delay)
        {
            var seconds = Math.Max(1, delay.Seconds);
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
        if (problem.Status == 401)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        await JsonSerializer.SerializeAsync(context.Response.Body, problem, VideoObject.Json, context.RequestAborted);
    }

    private static T? Part<T>(Google.Rpc.Status status, string name)
        where T : class, Google.Protobuf.IMessage<T>, new() =>
        status.Details.FirstOrDefault(any => any.TypeUrl.EndsWith("/" + name, StringComparison.Ordinal))?.Unpack<T>();
}

/// <summary>A field that is wrong.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Problem">The limit and what was got.</param>
public sealed record ProblemField(string Field, string Problem);
