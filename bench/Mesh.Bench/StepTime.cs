using System.Diagnostics;
using static TorchSharp.torch;

namespace Mesh.Bench;

/// <summary>Seconds of one step: on the clock, and of processor time over all threads of the process.</summary>
/// <remarks>Processor time hardly sees what else the machine does.</remarks>
internal readonly record struct StepTime(double Wall, double Cpu)
{
    public static StepTime Measure(Action step, int iterations, Device? device = null)
    {
        var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        for (var i = 0; i < iterations; i++)
            step();
        if (device?.type == TorchSharp.DeviceType.CUDA)
            cuda.synchronize();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var cpuSeconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        return new(seconds / iterations, cpuSeconds / iterations);
    }

    public static StepTime Median(IReadOnlyList<StepTime> times) =>
        new(Median(times.Select(time => time.Wall)), Median(times.Select(time => time.Cpu)));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
