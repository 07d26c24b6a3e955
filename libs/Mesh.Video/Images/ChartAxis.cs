using System.Globalization;

namespace Mesh.Video.Images;

/// <summary>Maps numbers to pixels along one side of a chart.</summary>
internal sealed class ChartAxis
{
    private const int WantedTicks = 6;

    private readonly double _least;
    private readonly double _most;
    private readonly bool _isLogarithmic;

    /// <param name="values">Finite, and positive when logarithmic.</param>
    /// <param name="isLogarithmic">Whether equal steps are equal factors.</param>
    public ChartAxis(IReadOnlyCollection<double> values, bool isLogarithmic)
    {
        _isLogarithmic = isLogarithmic;
        var (least, most) = values.Count == 0 ? (0, 1) : (values.Min(Scaled), values.Max(Scaled));
        var margin = most > least ? (most - least) / 50 : Math.Max(Math.Abs(least) / 10, 1e-3);
        (_least, _most) = (least - margin, most + margin);
    }

    /// <summary>Round numbers along the axis, with what to write beside them.</summary>
    public IEnumerable<(double Place, string Label)> Ticks()
    {
        var step = NiceStep((_most - _least) / WantedTicks);
        for (var tick = Math.Ceiling(_least / step) * step; tick <= _most; tick += step)
        {
            var value = _isLogarithmic ? Math.Pow(10, tick) : Math.Abs(tick) < step / 1000 ? 0 : tick;
            yield return ((tick - _least) / (_most - _least), value.ToString("G4", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>0 at the start of the axis, 1 at its end.</summary>
    public double Place(double value) => (Scaled(value) - _least) / (_most - _least);

    private double Scaled(double value) => _isLogarithmic ? Math.Log10(value) : value;

    private static double NiceStep(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        double[] steps = [1, 2, 5, 10];
        return steps.First(step => step * power >= least * 0.999) * power;
    }
}
