using System.Diagnostics;
using System.Globalization;
using Mesh.Models.MmDit;

namespace Mesh.Models.Tests.MmDit;

/// <summary>What is counted against what a process was seen to take.</summary>
public sealed class MmDitMemoryTests
{
    private const int Side = 48;  // 2 x 24 x 24 tokens of a stream

    [Fact]
    public async Task The_count_is_what_a_pass_takes()
    {
        var (config, text) = (MemoryProgram.Config, MemoryProgram.TextTokens);
        var counted = sizeof(float) * (MmDitMemory.Activations(config, Tokens, text, hasSource: true, batch: 1)
            + MmDitMemory.Scores(config, Tokens, text, hasSource: true, batch: 1));

        var measured = await MeasuredAsync();

        Assert.InRange((double)measured / counted, 0.6, 1.4);
    }

    [Fact]
    public void The_released_editor_takes_what_its_authors_report()
    {
        // 480x768x77 in bfloat16: about 10 GB beside 25.6 GB of weights.
        var bytes = 2 * MmDitMemory.Activations(MmDitConfig.Hunyuan13B, 28_800, 256, hasSource: true, batch: 1);

        Assert.InRange(bytes / 1e9, 9, 12);
    }

    private static long Tokens => 2 * (Side / 2) * (Side / 2);

    private static async Task<long> MeasuredAsync()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(MemoryProgram).Assembly.Location, $"{Side}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MALLOC_MMAP_THRESHOLD_"] = "65536";  // freed tensors go back to the system at once
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"The process ended with {process.ExitCode}: {await errors}");
        return long.Parse(output, CultureInfo.InvariantCulture);
    }
}
