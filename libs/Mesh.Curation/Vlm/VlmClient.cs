using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Mesh.Curation.Instructions;
using Mesh.Stores.Artifacts;

namespace Mesh.Curation.Vlm;

/// <summary>
/// Asks a vision language model. An answer that can be read is kept under the hash of its question, so nothing is
/// asked, or paid, twice; whatever else happens is tried again.
/// </summary>
/// <param name="options">Where and how.</param>
/// <param name="answers">Where answers are kept.</param>
/// <param name="http">The connection; its timeout is left to this class.</param>
public sealed class VlmClient(VlmOptions options, IArtifactStore answers, HttpClient http) : IDisposable
{
    private readonly VlmPace _pace = new(options);

    public VlmUsage Usage { get; } = new(options);

    /// <summary>Part of what answers depend on.</summary>
    public string Model => options.Model;

    /// <summary>Asks until an answer can be read.</summary>
    /// <param name="question">What to ask.</param>
    /// <param name="read">Reads the JSON of an answer; null when it is not what was asked for.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <returns>Null when every answer was of the wrong kind.</returns>
    /// <exception cref="AnnotatorUnavailableException">The server does not answer, or refuses.</exception>
    public async Task<T?> AskAsync<T>(
        VlmQuestion question, Func<JsonElement, T?> read, CancellationToken cancellation = default)
        where T : class
    {
        var key = $"curation/answers/{question.Hash(options.Model)}.json";
        if (await FindAsync(key, cancellation) is { } before && Read(before, read) is { } known)
        {
            Usage.Remembered();
            return known;
        }
        var problem = "";  // stays empty while the server answers, whatever it answers
        for (var attempt = 1; attempt <= options.Attempts; attempt++)
        {
            var (text, failure, wait) = await TryAsync(question, attempt, cancellation);
            if (text is not null && Read(text, read) is { } answer)
            {
                await answers.WriteAsync(
                    key, async (stream, token) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text), token),
                    replace: true, cancellation);
                return answer;
            }
            if (text is not null)
                Usage.Misread();
            problem = failure ?? problem;
            if (attempt < options.Attempts)
                await _pace.PauseAsync(attempt, wait, cancellation);
        }
        return problem == ""
            ? null
            : throw new AnnotatorUnavailableException($"{options} failed {options.Attempts} times: {problem}");
    }

    public void Dispose() => _pace.Dispose();

    private async Task<(string? Text, string? Failure, TimeSpan? Wait)> TryAsync(
        VlmQuestion question, int attempt, CancellationToken cancellation)
    {
        using var turn = await _pace.EnterAsync(cancellation);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        Usage.Asked(again: attempt > 1);
        try
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post, $"{options.Endpoint.ToString().TrimEnd('/')}/chat/completions")
            {
                Content = JsonContent.Create(question.Body(options.Model)),
            };
            if (options.ApiKey is { } secret)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
            using var response = await http.SendAsync(request, limit.Token);
            if (response.IsSuccessStatusCode)
                return (Content(await response.Content.ReadAsStringAsync(limit.Token)), null, null);
            if (!IsPassing(response.StatusCode))
            {
                throw new AnnotatorUnavailableException(
                    $"{options} refuses with {(int)response.StatusCode} {response.ReasonPhrase}: check the endpoint, "
                    + "the model's name and the key.");
            }
            return (null, $"{(int)response.StatusCode} {response.ReasonPhrase}", RetryAfter(response));
        }
        catch (HttpRequestException error)
        {
            return (null, error.Message, null);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, $"no answer within {options.Timeout.TotalSeconds:0} s", null);
        }
    }

    private static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict
        || (int)status >= 500;

    private static TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is { } after
            ? after.Delta ?? after.Date - DateTimeOffset.UtcNow
            : null;

    /// <summary>
    /// The words of the answer; something that is no completion counts as an answer of the wrong kind.
    /// </summary>
    private string Content(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.TryGetProperty("usage", out var usage))
                Usage.Spent(Tokens(usage, "prompt_tokens"), Tokens(usage, "completion_tokens"));
            return json.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()
                ?? "";
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException
            or IndexOutOfRangeException)
        {
            return "";
        }
    }

    private static long Tokens(JsonElement usage, string name) =>
        usage.ValueKind == JsonValueKind.Object && usage.TryGetProperty(name, out var count)
        && count.TryGetInt64(out var tokens) ? tokens : 0;

    // Models like to wrap JSON in words or in a fence.
    private static T? Read<T>(string text, Func<JsonElement, T?> read)
        where T : class
    {
        var (from, to) = (text.IndexOf('{', StringComparison.Ordinal), text.LastIndexOf('}'));
        if (from < 0 || to < from)
            return null;
        try
        {
            using var json = JsonDocument.Parse(text[from..(to + 1)]);
            return read(json.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private async Task<string?> FindAsync(string key, CancellationToken cancellation)
    {
        try
        {
            using var reader = new StreamReader(await answers.OpenReadAsync(key, cancellation: cancellation));
            return await reader.ReadToEndAsync(cancellation);
        }
        catch (ArtifactNotFoundException)
        {
            return null;
        }
    }
}
