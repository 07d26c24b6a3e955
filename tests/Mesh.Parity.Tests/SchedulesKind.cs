using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mesh.Diffusion;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>Noise levels, timesteps and, where recorded, trajectories of the samplers.</summary>
internal sealed partial class SchedulesKind : IGoldenKind
{
    public bool Accepts(Golden golden) => golden.Config.ValueKind == JsonValueKind.Object
        && golden.Config.EnumerateObject().Any(entry => Euler().IsMatch(entry.Name) || UniPc().IsMatch(entry.Name));

    public void Verify(Golden golden)
    {
        foreach (var entry in golden.Config.EnumerateObject())
        {
            using var scope = NewDisposeScope();
            if (Euler().Match(entry.Name) is { Success: true } euler)
                VerifyEuler(entry, euler);
            else if (UniPc().Match(entry.Name) is { Success: true } uniPc)
                VerifyUniPc(entry, uniPc);
        }
    }

    private static void VerifyEuler(JsonProperty entry, Match match)
    {
        var shift = (float)Shift(match);
        var schedule = new HunyuanSchedule(Steps(match), shift, reverse: !match.Groups["noreverse"].Success);
        Close.Assert($"{entry.Name}.sigmas", Values(schedule.Sigmas), Recorded(entry.Value, "sigmas"));
        Close.Assert($"{entry.Name}.timesteps", Values(schedule.Timesteps), Recorded(entry.Value, "timesteps"));
    }

    private static void VerifyUniPc(JsonProperty entry, Match match)
    {
        var schedule = new UniPcSchedule(Steps(match), Shift(match));
        Close.Assert($"{entry.Name}.sigmas", tensor([.. schedule.Sigmas]), Recorded(entry.Value, "sigmas"));
        Assert.Equal(
            entry.Value.GetProperty("timesteps").EnumerateArray().Select(value => value.GetInt64()),
            schedule.Timesteps);

        Assert.Equal("v = 0.7*x - 0.2*tanh(x) + 0.001*t", entry.Value.GetProperty("model").GetString());
        var noise = Recorded(entry.Value, "x_init").to(ScalarType.Float32);
        var latents = Mesh.Diffusion.UniPc.Sample((x, t) => 0.7 * x - 0.2 * x.tanh() + t, noise, schedule);
        foreach (var (latent, recorded) in latents.Zip(entry.Value.GetProperty("traj").EnumerateArray()))
            Close.Assert($"{entry.Name}.traj", latent, Numbers(recorded));
    }

    [GeneratedRegex(@"^hy_flow\.(?<noreverse>noreverse\.)?steps(?<steps>\d+)\.shift(?<shift>[\d.]+)$")]
    private static partial Regex Euler();

    [GeneratedRegex(@"^unipc\.steps(?<steps>\d+)\.shift(?<shift>[\d.]+)$")]
    private static partial Regex UniPc();

    private static int Steps(Match match) =>
        int.Parse(match.Groups["steps"].ValueSpan, CultureInfo.InvariantCulture);

    private static double Shift(Match match) =>
        double.Parse(match.Groups["shift"].ValueSpan, CultureInfo.InvariantCulture);

    private static Tensor Values(IReadOnlyList<float> values) =>
        tensor(values.Select(value => (double)value).ToArray());

    private static Tensor Recorded(JsonElement entry, string name) => Numbers(entry.GetProperty(name));

    private static Tensor Numbers(JsonElement array) =>
        tensor(array.EnumerateArray().Select(value => value.GetDouble()).ToArray());
}
