using System.Diagnostics;
using System.Text.RegularExpressions;
using Mesh.TestKit;

namespace Mesh.EndToEnd.Tests.Curation;

/// <summary>The examples of docs/curation.md, run as they stand there against a broker that nobody has used.</summary>
public sealed class DocumentedClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _peer = NodePackages.Install("tests/Mesh.EndToEnd.Tests/Curation/peer");

    [Fact]
    public async Task Python_with_pika_and_JavaScript_with_amqplib_submit_jobs_and_hear_of_their_end()
    {
        await using var worker = await CurationWorker.StartAsync();
        foreach (var (name, scale) in ((string, string)[])[("a.mp4", "3"), ("b.mp4", "0.5")])
        {
            await RunAsync("ffmpeg",
                ["-nostdin", "-v", "error", "-f", "lavfi", "-i", $"mandelbrot=size=384x240:rate=25:start_scale={scale}",
                 "-t", "4", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast",
                 Path.Combine(worker.Films, name)]);
        }

        var python = await RunAsync("/usr/bin/python3", ["-c", Example("python", worker.BrokerPort)]);
        var script = await RunAsync("node", ["--input-type=module", "-e", Example("js", worker.BrokerPort)]);

        var (state, samples, dataset) = Words(python);
        Assert.Equal("completed", state);
        Assert.InRange(samples, 1, 2);
        Assert.True(File.Exists(Path.Combine(worker.Artifacts, dataset, "sha256sums")), dataset);
        Assert.Contains("state: 'completed'", script, StringComparison.Ordinal);
        Assert.Contains("source: 'a.mp4'", script, StringComparison.Ordinal);
    }

    private static (string State, int Samples, string Dataset) Words(string line) =>
        line.Split(' ', StringSplitOptions.TrimEntries) is [var state, var samples, var dataset]
            ? (state, int.Parse(samples), dataset)
            : throw new InvalidOperationException($"unexpected: {line}");

    private static string Example(string language, int port)
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "curation.md"));
        var code = Regex.Match(page, $"```{language}\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        Assert.Contains("amqp://127.0.0.1", code, StringComparison.Ordinal);
        return code.Replace("amqp://127.0.0.1", $"amqp://127.0.0.1:{port}", StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string program, string[] arguments)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _peer,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"{program}: {await errors}");
            return output;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
