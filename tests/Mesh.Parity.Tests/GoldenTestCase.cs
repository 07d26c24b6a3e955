using Xunit.Abstractions;
using Xunit.Sdk;

namespace Mesh.Parity.Tests;

/// <summary>A test of one golden file; skipped, with the reason, when no network of its kind exists.</summary>
public sealed class GoldenTestCase : XunitTestCase
{
    [Obsolete("Only the deserializer of the test runner calls this.")]
    public GoldenTestCase()
    {
    }

    public GoldenTestCase(
        IMessageSink diagnosticMessageSink,
        TestMethodDisplay display,
        TestMethodDisplayOptions displayOptions,
        ITestMethod testMethod,
        object[] arguments)
        : base(diagnosticMessageSink, display, displayOptions, testMethod, arguments)
    {
    }

    private string FilePath => (string)TestMethodArguments[0];

    protected override string GetDisplayName(IAttributeInfo factAttribute, string displayName) =>
        Path.GetFileNameWithoutExtension(FilePath);

    protected override string? GetSkipReason(IAttributeInfo factAttribute)
    {
        if (!GoldenKinds.IsNumbers(FilePath))
            return null;

        try
        {
            using var golden = Golden.Open(FilePath);
            return GoldenKinds.Of(golden) is null
                ? $"{Path.GetFileName(FilePath)} is of a kind whose network does not exist yet."
                : null;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or System.Text.Json.JsonException)
        {
            return null;  // an unreadable file must fail in the test, where the error is shown
        }
    }
}
