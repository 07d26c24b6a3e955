using System.Globalization;
using System.Text;

namespace Mesh.Training.Reports;

/// <summary>A curve as the points of an SVG polyline.</summary>
/// <param name="Left">Of the box it fills.</param>
/// <param name="Top">Of the box.</param>
/// <param name="Width">Of the box.</param>
/// <param name="Height">Of the box.</param>
public sealed record SvgPolyline(double Left, double Top, double Width, double Height)
{
    /// <summary>Means of so many neighbours each that few enough points remain.</summary>
    public static IReadOnlyList<(double Step, double Value)> Thin(
        IReadOnlyList<(double Step, double Value)> points, int most) =>
        [.. points.Chunk(Math.Max(1, (points.Count + most - 1) / most)).Select(part => (
            part.Average(point => point.Step), part.Average(point => point.Value)))];

    /// <summary>Scales points to the box; the value rises upwards.</summary>
    /// <param name="points">The curve.</param>
    /// <param name="first">Step at the left.</param>
    /// <param name="last">Step at the right.</param>
    /// <param name="low">Value at the bottom.</param>
    /// <param name="high">Value at the top.</param>
    public string Points(
        IReadOnlyList<(double Step, double Value)> points, double first, double last, double low, double high)
    {
        var line = new StringBuilder();
        foreach (var (step, value) in points)
        {
            var x = Left + (step - first) / Math.Max(last - first, 1e-9) * Width;
            var y = Top + Height - (value - low) / Math.Max(high - low, 1e-9) * Height;
            line.Append(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#} ");
        }
        return line.ToString();
    }
}
