using Xunit.Abstractions;
using Xunit.Sdk;

namespace Mesh.Parity.Tests;

/// <summary>Finds one test case per golden file.</summary>
public sealed class GoldenDiscoverer(IMessageSink diagnosticMessageSink) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        GoldenKinds.Files().Select(path => new GoldenTestCase(
            diagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(),
            discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, [path]));
}
