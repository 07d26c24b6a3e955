namespace Mesh.Training.Checkpoints;

/// <summary>Where buckets are, by AWS's own variables; accounts are found by AWS's client.</summary>
/// <param name="Endpoint">Server that speaks S3; null for that of AWS.</param>
/// <param name="Region">Null for the first of AWS.</param>
public sealed record BucketAddress(Uri? Endpoint = null, string? Region = null)
{
    /// <param name="read">Reads an environment variable.</param>
    /// <exception cref="ArgumentException">The server is no URL.</exception>
    public static BucketAddress Read(Func<string, string?> read)
    {
        var endpoint = First("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
        return new(Address(endpoint), First("AWS_REGION", "AWS_DEFAULT_REGION"));

        string? First(params string[] names) =>
            names.Select(read).FirstOrDefault(value => !string.IsNullOrEmpty(value));
    }

    private static Uri? Address(string? text) => text is null ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) ? address
        : throw new ArgumentException($"AWS_ENDPOINT_URL must be an http or https URL, got '{text}'.");
}
