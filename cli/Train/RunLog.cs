using System.Globalization;
using System.Text.Json;
using Mesh.Training.Runs;

namespace Mesh.Cli.Train;

/// <summary>Every step as a line of JSON in "steps.jsonl", and one line for the person now and then.</summary>
internal sealed class RunLog : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private StreamWriter? _lines;
    private DateTime _next;

    public RunLog(string folder)
    {
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, "steps.jsonl");
    }

    public void Add(RunStep step)
    {
        _lines ??= Open(step.Step);
        _lines.WriteLine(JsonSerializer.Serialize(step));
        if (DateTime.UtcNow < _next && step.Skipped is null && step.Step < step.TotalSteps)
            return;
        _next = DateTime.UtcNow + Pause;
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{step.Stage} {step.Step}/{step.TotalSteps}  loss {step.Loss:0.0000}  grad {step.GradNorm:0.00}  "
            + $"rate {step.LearningRate:0.0e0}  {step.Tokens / step.Times.Total:0} tokens/s")
            + (step.Skipped is { } why ? $"  not taken: {why}" : ""));
    }

    public void Dispose() => _lines?.Dispose();

    // Steps after the checkpoint that the run went on from are made again.
    private StreamWriter Open(int first)
    {
        string[] kept = File.Exists(_path) ? [.. File.ReadLines(_path).TakeWhile(line => StepOf(line) < first)] : [];
        File.WriteAllLines(_path, kept);
        return new StreamWriter(_path, append: true) { AutoFlush = true };
    }

    private static int StepOf(string line)
    {
        try
        {
            using var step = JsonDocument.Parse(line);
            return step.RootElement.GetProperty(nameof(RunStep.Step)).GetInt32();
        }
        catch (JsonException)
        {
            return int.MaxValue;  // a line that was cut by a crash
        }
    }
}
