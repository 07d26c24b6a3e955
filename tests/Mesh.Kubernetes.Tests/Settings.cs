using Mesh.Kubernetes.Tests.Yaml;

namespace Mesh.Kubernetes.Tests;

/// <summary>Environment variables that a service gets; a value from a secret reads "from a secret".</summary>
internal static class Settings
{
    /// <summary>What all services share: the settings' ConfigMap.</summary>
    public static Dictionary<string, string> Of(Overlay overlay)
    {
        var map = overlay.OfKind("ConfigMap")
            .Single(map => map.Name.StartsWith("mesh-settings", StringComparison.Ordinal));
        return map.Root.Entries("data").ToDictionary(entry => entry.Key, entry => entry.Value.Text());
    }

    /// <summary>What one service gets.</summary>
    public static Dictionary<string, string> Of(Overlay overlay, string service)
    {
        var settings = Of(overlay);
        var container = overlay.Single("Deployment", service).At("spec", "template", "spec", "containers", 0)!;
        foreach (var variable in container.Items("env"))
        {
            var source = variable.At("valueFrom");
            settings[variable.Text("name")] = source?.At("secretKeyRef") is not null ? "from a secret"
                : source?.At("resourceFieldRef") is not null ? "1"
                : source is not null ? "from the pod"
                : variable.Text("value");
        }

        return settings;
    }
}
