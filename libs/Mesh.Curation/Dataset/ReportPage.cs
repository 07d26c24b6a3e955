using System.Globalization;
using System.Net;
using System.Text;
using Mesh.Curation.Recipes;

namespace Mesh.Curation.Dataset;

/// <summary>One page to look at instead of reading: funnel, histograms, thumbnails. Needs no other file.</summary>
internal static class ReportPage
{
    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;margin:2em auto;padding:0 1em;color:#222}
        h1,h2{font-weight:600}table{border-collapse:collapse;width:100%}td,th{padding:.3em .6em;text-align:left;
        border-bottom:1px solid #ddd;vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums}
        .bar{background:#3b7dd8;height:1em}.g{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));
        gap:10px}.g figure{margin:0}.g img{width:100%;image-rendering:auto;border-radius:3px}
        figcaption{font-size:12px;overflow-wrap:anywhere}.h{display:grid;grid-template-columns:repeat(auto-fill,
        minmax(320px,1fr));gap:1.5em}svg text{font:10px system-ui,sans-serif;fill:#444}
        @media(prefers-color-scheme:dark){body{background:#16181c;color:#ddd}td,th{border-color:#333}
        svg text{fill:#aaa}}
        """;

    public static string Of(Recipe recipe, DatasetFacts facts)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=en><meta charset=utf-8>");
        page.Append(CultureInfo.InvariantCulture, $"<title>{Text(recipe.Name)}</title>");
        page.Append("<meta name=viewport content='width=device-width'><style>").Append(Style).Append("</style>");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Text(recipe.Name)}</h1><p>{Text(recipe.Description)}</p>");
        page.Append(
            CultureInfo.InvariantCulture,
            $"<p>{facts.Sources} films, {facts.Seconds / 60:0.0} minutes, {facts.Shots} shots, "
            + $"<b>{facts.Samples} samples</b> in {facts.Shards} shards.</p>");
        AppendFunnel(page, facts.Funnel);
        page.Append("<h2>Histograms</h2><div class=h>");
        Histogram[] charts =
            [facts.Motion, facts.Duration, facts.Resolution, facts.InstructionLength, facts.Verbs, facts.Types];
        foreach (var chart in charts.Where(chart => chart.Bars.Count > 0))
            AppendChart(page, chart);
        page.Append("</div>");
        AppendPictures(page, "Kept", facts.Kept);
        AppendPictures(page, "Dropped", facts.Dropped);
        return page.Append("</html>\n").ToString();
    }

    private static void AppendFunnel(StringBuilder page, Funnel funnel)
    {
        page.Append("<h2>Funnel</h2><table><tr><th>operator<th>in<th>kept<th>dropped, by reason<th>");
        foreach (var stage in funnel.Stages)
        {
            var reasons = string.Join(", ", stage.Reasons.Select(reason => $"{Text(reason.Key)} {reason.Value}"));
            var share = stage.Seen == 0 ? 0 : 100.0 * stage.Kept / stage.Seen;
            page.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td>{stage.Operator}<td class=n>{stage.Seen}<td class=n>{stage.Kept}<td>{reasons}"
                + $"<td style='width:25%'><div class=bar style='width:{share:0.#}%'></div>");
        }
        page.Append("</table>");
    }

    private static void AppendChart(StringBuilder page, Histogram chart)
    {
        const int width = 320, height = 120, foot = 26;
        var bars = chart.Bars;
        var (most, step) = (bars.Max(bar => bar.Count), (double)width / bars.Count);
        page.Append(
            CultureInfo.InvariantCulture,
            $"<figure><figcaption>{Text(chart.Title)}</figcaption><svg viewBox='0 0 {width} {height + foot}'>");
        for (var i = 0; i < bars.Count; i++)
        {
            var (label, count) = bars[i];
            var tall = (double)count / most * height;
            page.Append(
                CultureInfo.InvariantCulture,
                $"<rect x='{i * step:0.#}' y='{height - tall:0.#}' width='{Math.Max(1, step - 2):0.#}' "
                + $"height='{tall:0.#}' fill='#3b7dd8'><title>{Text(label)}: {count}</title></rect>");
            if (i % Math.Max(1, bars.Count / 6) == 0)
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"<text x='{i * step:0.#}' y='{height + 14}'>{Text(label)}</text>");
        }
        page.Append("</svg></figure>");
    }

    private static void AppendPictures(StringBuilder page, string title, List<ReportPicture> pictures)
    {
        if (pictures.Count == 0)
            return;
        page.Append(CultureInfo.InvariantCulture, $"<h2>{title}</h2><div class=g>");
        foreach (var picture in pictures)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<figure><img alt='' src='data:image/png;base64,{Convert.ToBase64String(picture.Png)}'>"
                + $"<figcaption><b>{Text(picture.Title)}</b><br>{Text(picture.Words)}</figcaption></figure>");
        }
        page.Append("</div>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
