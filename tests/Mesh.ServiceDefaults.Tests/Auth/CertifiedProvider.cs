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

    private static string Folder =>
        Path.Combine(RepositoryRoot.Path, "tests", "Mesh.ServiceDefaults.Tests", "Auth", "oidc");

    public async Task InitializeAsync()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "oidc-provider")))
            await InstallAsync();
        _server = Start("node", "provider.mjs");
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

    private static async Task InstallAsync()
    {
        using var npm = Start("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        var (output, errors) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync();
        Assert.True(npm.ExitCode == 0, $"npm ci in {Folder} failed: {await output}{await errors}");
    }

    private static Process Start(string program, params string[] arguments) => Process.Start(
        new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
