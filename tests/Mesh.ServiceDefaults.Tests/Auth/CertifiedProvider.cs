using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Mesh.TestKit;

namespace Mesh.ServiceDefaults.Tests.Auth;

/// <summary>A process of oidc-provider, certified by the OpenID Foundation, with the clients ada and bob.</summary>
public sealed class CertifiedProvider : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private Process? _server;

    public string Issuer { get; private set; } = "";

    public async Task InitializeAsync()
    {
        _server = Process.Start(new ProcessStartInfo("node", ["provider.mjs"])
        {
            WorkingDirectory = NodePackages.Install("tests/Mesh.ServiceDefaults.Tests/Auth/oidc"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _ = _server.StandardError.ReadToEndAsync();
        Issuer = await _server.StandardOutput.ReadLineAsync().WaitAsync(Patience)
            ?? throw new InvalidOperationException("The provider ended before it said where it listens.");
    }

    public async Task DisposeAsync()
    {
        if (_server is null)
            return;
        _server.Kill(entireProcessTree: true);
        await _server.WaitForExitAsync();
        _server.Dispose();
    }

    /// <summary>An access token of a client for a service (RFC 6749, 4.4; RFC 8707).</summary>
    public async Task<string> TokenAsync(string client, string service)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Issuer + "/token");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{client}:{client}-secret")));
        request.Content = new FormUrlEncodedContent(
            [new("grant_type", "client_credentials"), new("resource", service)]);
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }
}
