using System.Net;
using Mesh.ServiceDefaults.Auth;
using Mesh.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.ServiceDefaults.Tests.Auth;

/// <summary>A server that says who called it.</summary>
internal sealed class Door : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    private Door(WebApplication app) => _app = app;

    public static async Task<Door> OpenAsync(
        Dictionary<string, string?> settings, TimeProvider? time = null, string address = "127.0.0.1")
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        AuthFeature.AddServices(builder.Services, builder.Configuration, address);
        var app = builder.Build();
        app.MapGet("/who", Who);
        await app.StartAsync();
        return new Door(app);
    }

    /// <summary>Knocks with headers.</summary>
    /// <returns>Status, and the tenant or what the caller is told.</returns>
    public async Task<(HttpStatusCode Status, string Text)> KnockAsync(params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _app.Urls.First() + "/who");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task<(HttpStatusCode Status, string Text)> WithTokenAsync(string token) =>
        KnockAsync(("Authorization", "Bearer " + token));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private static IResult Who(HttpContext call)
    {
        try
        {
            return Results.Text(AuthFeature.Tenant(call));
        }
        catch (RequestException error)
        {
            var status = error.Code == Google.Rpc.Code.Unavailable ? 503 : 401;
            return Results.Text($"{error.Message} {string.Join(" ", error.Details)}", statusCode: status);
        }
    }
}
