using Xunit.Sdk;

namespace Mesh.Parity.Tests;

/// <summary>A test that runs once per golden, under the name of its file or folder; its argument is the path.</summary>
[XunitTestCaseDiscoverer("Mesh.Parity.Tests.GoldenDiscoverer", "Mesh.Parity.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class GoldenFactAttribute : FactAttribute
{
    public GoldenSource Source { get; init; }
}
