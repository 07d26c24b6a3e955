using System.Globalization;
using System.Text.Json;
using Mesh.Training.Runs;

namespace Mesh.Training.Launch;

/// <summary>Every step as a line of JSON in "steps.jsonl", and one line for the person now and then.</summary>
internal sealed class RunLog : IDisposable
{
    /// <summary>In the folder of the run.</summary>
    public const string FileName = "steps.jsonl";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private StreamWriter? _lines;
    private DateTime _next;

    private readonly Action<string> _say;
    private readonly bool _tellsSteps;

    /// <param name="folder">Of the run.</param>
    /// <param name="say">Told the lines for a person, and every step as JSON where that is wanted.</param>
    /// <param name="tellsSteps">Whether it is.</param>
    public RunLog(string folder, Action<string> say, bool tellsSteps)
    {
        (_say, _tellsSteps) = (say, tellsSteps);
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, FileName);
    }

    public void Add(RunStep step)
    {
        _lines ??= Open(step.Step);
        var json = JsonSerializer.Serialize(step);
        _lines.WriteLine(json);
        if (_tellsSteps)
            _say(RankProgram.Step + json);
        if (DateTime.UtcNow < _next && step.Skipped is null && step.Step < step.TotalSteps)
            return;
        _next = DateTime.UtcNow + Pause;
        _say(string.Create(
            CultureInfo.InvariantCulture,
            $"{step.Stage} {step.Step}/{step.TotalSteps}  loss {step.Loss:0.0000}  grad {step.GradNorm:0.00}  "
            + $"rate {step.LearningRate:0.0e0}  {step.Tokens / step.Times.Total:0} tokens/s")
            + (step.Mfu is { } mfu ? string.Create(CultureInfo.InvariantCulture, $"  MFU {mfu:0.0%}") : "")
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
