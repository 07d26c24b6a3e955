using System.Globalization;

namespace Mesh.Curation.Vlm;

/// <summary>What a model was asked and what it cost, over all threads of a process.</summary>
public sealed class VlmUsage(VlmOptions options)
{
    private const double Million = 1e6;

    private long _requests;
    private long _retries;
    private long _malformed;
    private long _cached;
    private long _input;
    private long _output;

    /// <summary>Attempts that went out.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Attempts after the first.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Answers that could not be read.</summary>
    public long Malformed => Interlocked.Read(ref _malformed);

    /// <summary>Questions that had been answered before.</summary>
    public long Cached => Interlocked.Read(ref _cached);

    public long InputTokens => Interlocked.Read(ref _input);

    public long OutputTokens => Interlocked.Read(ref _output);

    /// <summary>In the currency of the prices.</summary>
    public double Cost =>
        (InputTokens * options.InputPrice + OutputTokens * options.OutputPrice) / Million;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Requests} requests, {Retries} retries, {Cached} cached, {InputTokens}+{OutputTokens} tokens, "
        + $"cost {Cost:0.####}");

    internal void Asked(bool again)
    {
        Interlocked.Increment(ref _requests);
        if (again)
            Interlocked.Increment(ref _retries);
    }

    internal void Misread() => Interlocked.Increment(ref _malformed);

    internal void Remembered() => Interlocked.Increment(ref _cached);

    internal void Spent(long input, long output)
    {
        Interlocked.Add(ref _input, input);
        Interlocked.Add(ref _output, output);
    }
}
