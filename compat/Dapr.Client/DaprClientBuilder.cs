using Grpc.Net.Client;

namespace Dapr.Client;

/// <summary>Makes a <see cref="DaprClient"/>; what is not set comes from the variables that Dapr sets.</summary>
public sealed class DaprClientBuilder
{
    private string _grpcEndpoint = DaprDefaults.GrpcEndpoint;
    private string _httpEndpoint = DaprDefaults.HttpEndpoint;
    private string? _apiToken = DaprDefaults.ApiToken;
    private TimeSpan? _timeout;
    private GrpcChannelOptions _channelOptions = new();

    public DaprClientBuilder()
    {
    }

    /// <summary>For example "http://127.0.0.1:50001".</summary>
    public DaprClientBuilder UseGrpcEndpoint(string grpcEndpoint)
    {
        _grpcEndpoint = Checked(grpcEndpoint, nameof(grpcEndpoint));
        return this;
    }

    /// <summary>For example "http://127.0.0.1:3500"; health is asked there.</summary>
    public DaprClientBuilder UseHttpEndpoint(string httpEndpoint)
    {
        _httpEndpoint = Checked(httpEndpoint, nameof(httpEndpoint));
        return this;
    }

    public DaprClientBuilder UseDaprApiToken(string apiToken)
    {
        _apiToken = apiToken;
        return this;
    }

    /// <summary>Longest time of a health check.</summary>
    public DaprClientBuilder UseTimeout(TimeSpan timeout)
    {
        _timeout = timeout;
        return this;
    }

    public DaprClientBuilder UseGrpcChannelOptions(GrpcChannelOptions grpcChannelOptions)
    {
        _channelOptions = grpcChannelOptions;
        return this;
    }

    public DaprClient Build()
    {
        var channel = GrpcChannel.ForAddress(_grpcEndpoint, _channelOptions);
        var http = new HttpClient { BaseAddress = new Uri(_httpEndpoint) };
        if (_timeout is { } timeout)
        {
            http.Timeout = timeout;
        }

        return new GrpcDaprClient(channel, http, _apiToken);
    }

    private static string Checked(string endpoint, string parameter) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
            ? endpoint
            : throw new InvalidOperationException(
                $"{parameter}: expected an http or https address like \"http://127.0.0.1:50001\", got \"{endpoint}\"");
}
