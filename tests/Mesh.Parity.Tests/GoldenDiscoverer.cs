using Xunit.Abstractions;
using Xunit.Sdk;

namespace Mesh.Parity.Tests;

/// <summary>Finds one test case per golden file or folder.</summary>
public sealed class GoldenDiscoverer(IMessageSink diagnosticMessageSink) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        GoldenKinds.Paths(factAttribute.GetNamedArgument<GoldenSource>(nameof(GoldenFactAttribute.Source)))
            .Select(path => new GoldenTestCase(
                diagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(),
                discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, [path]));
}
