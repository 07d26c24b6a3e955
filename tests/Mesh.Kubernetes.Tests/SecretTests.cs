using System.Text.RegularExpressions;
using Mesh.Kubernetes.Tests.Yaml;

namespace Mesh.Kubernetes.Tests;

public sealed partial class SecretTests
{
    public static TheoryData<string> Overlays => Overlay.Names;

    [Theory]
    [MemberData(nameof(Overlays))]
    public void No_secret_is_written_down(string overlay)
    {
        Assert.Empty(Overlay.Of(overlay).OfKind("Secret"));
        Assert.Empty(
            from item in Overlay.Of(overlay).Containers
            from variable in item.Container.Items("env")
            let name = variable.Text("name")
            where Secret().IsMatch(name) && variable.At("valueFrom", "secretKeyRef") is null
                && Reference().Replace(variable.Text("value"), "").Contains("assword=", StringComparison.Ordinal)
            select $"{item.Where}: {name}");
        Assert.Empty(
            from setting in Settings.Of(Overlay.Of(overlay))
            where Secret().IsMatch(setting.Key)
            select setting.Key);
    }

    [Theory]
    [InlineData("Host=db;Password=hunter2", true)]
    [InlineData("Host=db;Password=$(DB_PASSWORD)", false)]
    public void A_connection_string_may_only_refer_to_a_password(string value, bool written) =>
        Assert.Equal(written, Reference().Replace(value, "").Contains("assword=", StringComparison.Ordinal));

    [GeneratedRegex("password|passwd|secretkey|token|postgres$|_PASS$", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    [GeneratedRegex(@"Password=\$\(\w+\)")]
    private static partial Regex Reference();
}
