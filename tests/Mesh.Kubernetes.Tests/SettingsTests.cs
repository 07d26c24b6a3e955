using System.Globalization;
using System.Reflection;
using Mesh.Curator;
using Mesh.Kubernetes.Tests.Yaml;
using Mesh.ServiceDefaults.Auth;
using Mesh.ServiceDefaults.Dapr;
using Mesh.ServiceDefaults.Hosting;
using Microsoft.Extensions.Configuration;
using YamlDotNet.RepresentationModel;

namespace Mesh.Kubernetes.Tests;

/// <summary>The settings that pods get, read by the code that will read them there.</summary>
public sealed class SettingsTests
{
    // Read by others than MeshOptions: the runtime, the telemetry, the pod itself.
    private static readonly string[] Foreign = ["OTEL_", "DB_", "POD_NAME", "NODE_NAME"];

    // Sections of their own, read where they are used.
    private static readonly Dictionary<string, Type> Sections = new()
    {
        ["Auth"] = typeof(AuthOptions),
        ["Curation"] = typeof(CurationOptions),
        ["Dapr"] = typeof(DaprOptions),
        ["Stages"] = typeof(StageAddresses),
    };

    public static TheoryData<string, string> Pods
    {
        get
        {
            var pods = new TheoryData<string, string>();
            foreach (var service in Overlay.Services)
            {
                pods.Add("dev", service);
                pods.Add("prod", service);
            }

            return pods;
        }
    }

    [Theory]
    [MemberData(nameof(Pods))]
    public void Every_variable_is_an_option_of_the_code(string overlay, string service) => Assert.Empty(
        from name in Settings.Of(Overlay.Of(overlay), service).Keys
        where !Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
        where !Exists(typeof(MeshOptions), name.Split("__"))
        select name);

    [Theory]
    [MemberData(nameof(Pods))]
    public void The_settings_of_a_pod_pass_its_checks(string overlay, string service)
    {
        var options = MeshOptionsRules.Read(Configuration(Settings.Of(Overlay.Of(overlay), service)));

        var container = Overlay.Of(overlay).Single("Deployment", service)
            .At("spec", "template", "spec", "containers", 0)!;
        Assert.Equal(MeshTransport.RabbitMq, options.Transport);
        Assert.Equal(options.GrpcPort, Port(container, "grpc"));
        Assert.Equal(options.HttpPort, Port(container, "http"));
        Assert.NotNull(options.Jobs.Postgres);
        Assert.True(options.Artifacts.S3 is not null || options.Artifacts.Directory is not null);
        Assert.Contains(options.Models.Default, options.Models.Folders.Keys);
    }

    [Theory]
    [MemberData(nameof(Pods))]
    public void Only_development_serves_whom_it_does_not_know(string overlay, string service)
    {
        var anonymous = overlay == "dev";
        var auth = Configuration(Settings.Of(Overlay.Of(overlay), service))
            .GetSection(AuthOptions.Section).Get<AuthOptions>() ?? new();

        Assert.Equal(anonymous, auth.AllowAnonymous);
        Assert.Equal(anonymous, auth.IsAnonymous);
    }

    [Fact]
    public void An_option_that_does_not_exist_is_found()
    {
        Assert.True(Exists(typeof(MeshOptions), ["Mesh", "RabbitMq", "Host"]));
        Assert.True(Exists(typeof(MeshOptions), ["Mesh", "Models", "Folders", "anything"]));
        Assert.False(Exists(typeof(MeshOptions), ["Mesh", "RabbitMq", "Hosts"]));
        Assert.True(Exists(typeof(MeshOptions), ["Mesh", "Dapr", "SecretStore"]));
        Assert.False(Exists(typeof(MeshOptions), ["Mesh", "Stages", "Gateway"]));
        Assert.False(Exists(typeof(MeshOptions), ["Mesch", "RabbitMq", "Host"]));
    }

    private static bool Exists(Type options, string[] path)
    {
        if (path[0] != MeshOptions.Section)
            return false;
        var type = path.Length > 1 && Sections.TryGetValue(path[1], out var section) ? section : options;
        if (type != options)
            path = path[1..];
        foreach (var name in path[1..])
        {
            if (typeof(IEnumerable<KeyValuePair<string, string>>).IsAssignableFrom(type))
                return true;  // names of models are free
            if (typeof(IReadOnlyList<string>).IsAssignableFrom(type))
                return int.TryParse(name, CultureInfo.InvariantCulture, out _);
            var property = type.GetProperty(
                name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
            if (property is null)
                return false;
            type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        }

        return true;
    }

    private static int Port(YamlNode container, string name) =>
        container.Items("ports").Single(port => port.Text("name") == name).Number("containerPort");

    private static IConfiguration Configuration(Dictionary<string, string> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(pair =>
            new KeyValuePair<string, string?>(pair.Key.Replace("__", ":", StringComparison.Ordinal), pair.Value)))
        .Build();
}
