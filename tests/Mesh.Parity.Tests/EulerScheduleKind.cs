using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mesh.Diffusion;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>Noise levels and timesteps of the flow-match Euler sampler.</summary>
internal sealed partial class EulerScheduleKind : IGoldenKind
{
    public bool Accepts(Golden golden) => golden.Config.ValueKind == JsonValueKind.Object
        && golden.Config.EnumerateObject().Any(entry => Name().IsMatch(entry.Name));

    public void Verify(Golden golden)
    {
        foreach (var entry in golden.Config.EnumerateObject())
        {
            if (Name().Match(entry.Name) is not { Success: true } match)
                continue;

            var steps = int.Parse(match.Groups["steps"].ValueSpan, CultureInfo.InvariantCulture);
            var shift = float.Parse(match.Groups["shift"].ValueSpan, CultureInfo.InvariantCulture);
            var schedule = new HunyuanSchedule(steps, shift, reverse: !match.Groups["noreverse"].Success);
            Close.Assert($"{entry.Name}.sigmas", Values(schedule.Sigmas), Recorded(entry.Value, "sigmas"));
            Close.Assert($"{entry.Name}.timesteps", Values(schedule.Timesteps), Recorded(entry.Value, "timesteps"));
        }
    }

    [GeneratedRegex(@"^hy_flow\.(?<noreverse>noreverse\.)?steps(?<steps>\d+)\.shift(?<shift>[\d.]+)$")]
    private static partial Regex Name();

    private static Tensor Values(IReadOnlyList<float> values) =>
        tensor(values.Select(value => (double)value).ToArray());

    private static Tensor Recorded(JsonElement entry, string name) =>
        tensor(entry.GetProperty(name).EnumerateArray().Select(value => value.GetDouble()).ToArray());
}
