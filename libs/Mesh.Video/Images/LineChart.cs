namespace Mesh.Video.Images;

/// <summary>One line of a chart.</summary>
/// <param name="Name">Shown in the legend.</param>
/// <param name="Points">(x, y), x rising. Points that are not finite are left out.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>A chart with axes, ticks and a legend, such as a loss over steps.</summary>
public sealed record LineChart(string Title, string XLabel, string YLabel, IReadOnlyList<ChartSeries> Series)
{
    private const int Left = 92;
    private const int Top = 44;
    private const int Right = 20;
    private const int Bottom = 52;
    private const int TitleScale = 2;

    private static readonly Rgb Paper = new(255, 255, 255);
    private static readonly Rgb Ink = new(40, 40, 40);
    private static readonly Rgb Grid = new(226, 226, 226);
    private static readonly Rgb[] Colours =
    [
        new(31, 119, 180), new(214, 39, 40), new(44, 160, 44), new(255, 127, 14), new(148, 103, 189), new(23, 160, 170),
    ];

    /// <summary>A logarithmic y axis; points at or below zero are left out.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>The picture.</summary>
    /// <param name="width">Pixels, at least 240.</param>
    /// <param name="height">Pixels, at least 160.</param>
    public RgbImage Draw(int width = 960, int height = 540)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 240);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 160);

        var lines = Series.Select(Drawable).ToArray();
        var x = new ChartAxis([.. lines.SelectMany(line => line).Select(point => point.X)], isLogarithmic: false);
        var y = new ChartAxis([.. lines.SelectMany(line => line).Select(point => point.Y)], IsLogarithmic);
        var canvas = new Canvas(width, height, Paper);
        var plot = new PixelRect(Left, Top, width - Left - Right, height - Top - Bottom);

        DrawAxes(canvas, plot, x, y);
        for (var i = 0; i < lines.Length; i++)
        {
            var places = lines[i].Select(point => (
                plot.Left + x.Place(point.X) * plot.Width, plot.Bottom - y.Place(point.Y) * plot.Height)).ToArray();
            DrawLine(canvas, places, Colours[i % Colours.Length]);
        }
        DrawLegend(canvas, plot);
        return canvas.Image;
    }

    private (double X, double Y)[] Drawable(ChartSeries series) =>
    [
        .. series.Points.Where(point =>
            double.IsFinite(point.X) && double.IsFinite(point.Y) && (!IsLogarithmic || point.Y > 0)),
    ];

    private void DrawAxes(Canvas canvas, PixelRect plot, ChartAxis xAxis, ChartAxis yAxis)
    {
        foreach (var (place, label) in xAxis.Ticks())
        {
            var x = plot.Left + place * plot.Width;
            canvas.Line((x, plot.Top), (x, plot.Bottom), Grid);
            canvas.Text((int)x - Canvas.TextWidth(label) / 2, plot.Bottom + 8, label, Ink);
        }
        foreach (var (place, label) in yAxis.Ticks())
        {
            var y = plot.Bottom - place * plot.Height;
            canvas.Line((plot.Left, y), (plot.Right, y), Grid);
            canvas.Text(plot.Left - 8 - Canvas.TextWidth(label), (int)y - 3, label, Ink);
        }
        canvas.Line((plot.Left, plot.Top), (plot.Left, plot.Bottom), Ink);
        canvas.Line((plot.Left, plot.Bottom), (plot.Right, plot.Bottom), Ink);
        canvas.Text(plot.Left, 8, Title, Ink, TitleScale);
        canvas.Text(8, plot.Top - 14, YLabel, Ink);
        canvas.Text(plot.Right - Canvas.TextWidth(XLabel), plot.Bottom + 28, XLabel, Ink);
    }

    private static void DrawLine(Canvas canvas, (double X, double Y)[] places, Rgb colour)
    {
        if (places.Length == 1)
            canvas.Line(places[0], places[0], colour, thickness: 5);
        for (var i = 1; i < places.Length; i++)
            canvas.Line(places[i - 1], places[i], colour, thickness: 2);
    }

    private void DrawLegend(Canvas canvas, PixelRect plot)
    {
        if (Series.Count == 0)
            return;

        var left = plot.Right - Series.Max(series => Canvas.TextWidth(series.Name)) - 34;
        for (var i = 0; i < Series.Count; i++)
        {
            var y = plot.Top + 8 + i * 14;
            canvas.Box(new(left - 4, y - 4, plot.Right - left, 14), Paper);
            canvas.Box(new(left, y + 2, 18, 3), Colours[i % Colours.Length]);
            canvas.Text(left + 24, y, Series[i].Name, Ink);
        }
    }
}
