using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mesh.Gateway.Rest;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Gateway.Tests.Rest;

public sealed class OpenApiTests(LoneGateway gateway) : IClassFixture<LoneGateway>
{
    [Fact]
    public async Task Every_route_is_described_and_every_description_is_a_route()
    {
        var paths = (await DocumentAsync()).GetProperty("paths");
        var described =
            from path in paths.EnumerateObject()
            from method in path.Value.EnumerateObject()
            where method.Name != "parameters"
            select $"{method.Name.ToUpperInvariant()} {path.Name}";

        var routes =
            from endpoint in gateway.Mesh.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints
            let route = endpoint as RouteEndpoint
            where route is not null && IsRest(route.RoutePattern.RawText!)
            from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
            select $"{method} {route.RoutePattern.RawText}";

        Assert.Equal(routes.Order(), described.Order());
    }

    [Theory]
    [InlineData("Video", typeof(VideoObject))]
    [InlineData("VideoProgress", typeof(VideoProgress))]
    [InlineData("VideoError", typeof(VideoError))]
    [InlineData("VideoResult", typeof(VideoResult))]
    [InlineData("VideoList", typeof(VideoList))]
    [InlineData("VideoDeleted", typeof(VideoDeleted))]
    [InlineData("VideoPreviewed", typeof(VideoPreviewed))]
    [InlineData("Problem", typeof(Problem))]
    [InlineData("ProblemField", typeof(ProblemField))]
    public async Task A_schema_has_exactly_the_fields_that_are_sent(string schema, Type type)
    {
        var described = Schema(await DocumentAsync(), schema).GetProperty("properties");

        Assert.Equal(Fields(type).Order(), described.EnumerateObject().Select(field => field.Name).Order());
    }

    [Theory]
    [InlineData("EditForm", "video", "mask", "control", "reference")]
    [InlineData("EditRequest")]
    public async Task A_request_has_exactly_the_fields_that_are_read(string schema, params string[] files)
    {
        var described = Schema(await DocumentAsync(), schema).GetProperty("properties");

        Assert.Equal(
            EditFields.Names.Concat(files).Order(), described.EnumerateObject().Select(field => field.Name).Order());
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        var document = await DocumentAsync();
        foreach (var reference in References(document))
        {
            var at = document;
            foreach (var part in reference.TrimStart('#', '/').Split('/'))
                Assert.True(at.TryGetProperty(part, out at), reference);
        }
    }

    private static bool IsRest(string pattern) =>
        pattern.StartsWith("/v1/", StringComparison.Ordinal) || pattern == "/openapi.json";

    private static IEnumerable<string> Fields(Type type) =>
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        select property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
            ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    private static JsonElement Schema(JsonElement document, string name) =>
        document.GetProperty("components").GetProperty("schemas").GetProperty(name);

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.Name == "$ref" ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private async Task<JsonElement> DocumentAsync() =>
        JsonDocument.Parse(await gateway.Mesh.Rest.GetStringAsync("/openapi.json")).RootElement;
}
