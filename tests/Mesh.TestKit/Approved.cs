using System.Runtime.CompilerServices;

namespace Mesh.TestKit;

/// <summary>Text that a person has approved, in a file beside the test.</summary>
public static class Approved
{
    /// <summary>
    /// Compares lines with "CLASS.TEST.approved.txt" beside the calling test. With APPROVE=1 in the environment the
    /// lines are written there instead.
    /// </summary>
    /// <exception cref="InvalidDataException">They differ; the message shows the first difference.</exception>
    public static void Verify(
        IEnumerable<string> lines, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "")
    {
        var name = $"{Path.GetFileNameWithoutExtension(testFile)}.{test}.approved.txt";
        var path = Path.Combine(Path.GetDirectoryName(testFile)!, name);
        string[] actual = [.. lines];
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            File.WriteAllLines(path, actual);

        var approved = File.Exists(path) ? File.ReadAllLines(path) : [];
        for (var i = 0; i < Math.Max(approved.Length, actual.Length); i++)
        {
            var (expected, got) = (approved.ElementAtOrDefault(i), actual.ElementAtOrDefault(i));
            if (expected != got)
                throw new InvalidDataException($"{name} line {i + 1}: '{expected}' is approved, got '{got}'.");
        }
    }
}
