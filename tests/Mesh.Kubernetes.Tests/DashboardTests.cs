using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Telemetry;
using Mesh.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Kubernetes.Tests;

/// <summary>The Grafana dashboard and the instruments of the code, which Prometheus spells in its own way.</summary>
public sealed partial class DashboardTests
{
    private static readonly string[] Queries = ReadQueries();

    [Fact]
    public void Every_metric_that_is_asked_for_is_measured() =>
        Assert.Empty(Queries.SelectMany(Metrics).Except(Instruments().SelectMany(Series)));

    [Fact]
    public void Everything_that_is_measured_is_shown() => Assert.Empty(
        from instrument in Instruments()
        where !Series(instrument).Intersect(Queries.SelectMany(Metrics)).Any()
        select instrument.Name);

    [Fact]
    public void Every_label_that_is_asked_for_is_an_attribute()
    {
        var attributes = typeof(MetricTags).GetFields().Select(field => (string)field.GetRawConstantValue()!)
            .Append("service.name").Append("le").Select(name => name.Replace('.', '_'));

        Assert.Empty(Queries.SelectMany(Labels).Except(attributes));
    }

    [Theory]
    [InlineData(
        "sum by (mesh_stage) (rate(mesh_x_total{mesh_outcome!=\"y\"}[5m]))", "mesh_x_total", "mesh_stage,mesh_outcome")]
    public void A_query_reads_as_metrics_and_labels(string query, string metrics, string labels)
    {
        Assert.Equal(metrics, string.Join(',', Metrics(query)));
        Assert.Equal(labels, string.Join(',', Labels(query)));
    }

    [Fact]
    public void Panels_do_not_overlap_and_have_ids_of_their_own()
    {
        var panels = Dashboard()["panels"]!.AsArray();
        var cells = (
            from panel in panels
            let at = panel!["gridPos"]!
            from x in Enumerable.Range((int)at["x"]!, (int)at["w"]!)
            from y in Enumerable.Range((int)at["y"]!, (int)at["h"]!)
            select (x, y)).ToList();

        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.Equal(panels.Count, panels.Select(panel => (int)panel!["id"]!).Distinct().Count());
    }

    /// <summary>Names that Prometheus gives an instrument: dots to underscores, unit and kind at the end.</summary>
    private static IEnumerable<string> Series(Instrument instrument)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var name = instrument.Name.Replace('.', '_') + unit;
        return instrument switch
        {
            Counter<long> or Counter<double> => [$"{name}_total"],
            Histogram<double> or Histogram<int> => [$"{name}_bucket", $"{name}_sum", $"{name}_count"],
            _ => [name],
        };
    }

    private static List<Instrument> Instruments()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var found = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Scope == meters)
                    found.Add(instrument);
            },
        };
        listener.Start();
        var instruments = new MeshInstruments(meters);
        instruments.ObserveGpuMemory(() => []);
        instruments.ObserveWaiting(() => new Dictionary<EditPriority, long>());
        return found;
    }

    private static IEnumerable<string> Metrics(string query) =>
        Name().Matches(Selector().Replace(Grouping().Replace(query, ""), "")).Select(match => match.Value);

    private static IEnumerable<string> Labels(string query) =>
        from part in Grouping().Matches(query).Concat(Selector().Matches(query))
        from Match name in Label().Matches(part.Groups[1].Value)
        select name.Groups[1].Value;

    private static JsonNode Dashboard() => JsonNode.Parse(File.ReadAllText(
        Path.Combine(RepositoryRoot.Path, "k8s", "observability", "mesh-dashboard.json")))!;

    private static string[] ReadQueries() =>
    [
        .. from panel in Dashboard()["panels"]!.AsArray()
           from target in panel!["targets"]?.AsArray() ?? []
           select (string)target!["expr"]!,
    ];

    [GeneratedRegex(@"\b(?:mesh|gen_ai)_\w+")]
    private static partial Regex Name();

    [GeneratedRegex(@"\bby \(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Selector();

    [GeneratedRegex("(\\w+)\\s*(?:[,=!]|$)")]
    private static partial Regex Label();
}
