using System.Diagnostics;

namespace Mesh.Kubernetes.Tests.Tools;

/// <summary>Runs a program and waits for it.</summary>
internal static class Shell
{
    public static (int Exit, string Output, string Error) Run(
        string folder, string program, IEnumerable<string> arguments, string input = "")
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Its output; a program that fails fails the test.</summary>
    public static string Output(string folder, string program, params string[] arguments)
    {
        var (exit, output, error) = Run(folder, program, arguments);
        Assert.True(exit == 0, $"{program} {string.Join(' ', arguments)} ended with {exit}: {error}{output}");
        return output;
    }

    /// <summary>Where PATH has a program; null when it has not.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
