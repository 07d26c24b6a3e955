using System.Text.RegularExpressions;

namespace Mesh.ServiceDefaults.Auth;

/// <summary>Names of tenants, which end up in logs, metrics and messages.</summary>
public static partial class TenantName
{
    /// <summary>The tenant of everybody where nobody is asked who they are.</summary>
    public const string Everybody = "default";

    public const string Rule = "1 to 128 letters, digits and . _ @ - after a letter or digit";

    public static bool IsValid(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._@-]{0,127}\z")]
    private static partial Regex Pattern();
}
