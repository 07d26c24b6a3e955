namespace Mesh.Bench.Wire;

/// <summary>gRPC against grpc-js and a bare socket, in turn, in the same run.</summary>
internal static class WireBench
{
    private const int Calls = 4000;
    private const int Concurrency = 16;
    private const double CallsTarget = 3;
    private const double BytesTarget = 1.5;

    /// <summary>Measures and prints.</summary>
    /// <returns>0 when the targets are met, or there is no peer to meet them against.</returns>
    public static async Task<int> RunAsync(BenchOptions options)
    {
        var (app, address) = await TensorServer.StartAsync();
        await using var _ = app;
        using var ours = new OurWire(address);
        using var node = NodeWire.Start(options.WirePeerFolder, options.ProtoFolder);

        var (calls, nodeCalls) = await RaceAsync(
            options.Rounds, wire => wire.CallsPerSecondAsync(Calls, Concurrency), ours, node);
        var (bytes, nodeBytes) = await RaceAsync(options.Rounds, wire => wire.BytesPerSecondAsync(), ours, node);
        var raw = new List<double>();
        for (var round = 0; round <= options.Rounds; round++)
            raw.Add(await RawTcp.BytesPerSecondAsync());

        Console.WriteLine(
            $"{"case",-14} {"ours",14} {"grpc-js",14} {"ratio",7} {"target",7} {"raw TCP",12} {"ratio",7}");
        Console.WriteLine(
            $"{"unary",-14} {calls,12:0}/s {nodeCalls,12:0}/s {calls / nodeCalls,7:0.00} {CallsTarget,7:0.00} "
                + $"{"-",12} {"-",7}  {Concurrency} at a time");
        Console.WriteLine(
            $"{"tensor",-14} {bytes / 1e6,9:0} MB/s {nodeBytes / 1e6,9:0} MB/s {bytes / nodeBytes,7:0.00} "
                + $"{BytesTarget,7:0.00} {Median(raw) / 1e6,7:0} MB/s {bytes / Median(raw),7:0.00}  "
                + "64 MiB, with checksum");
        return node is null || (calls >= CallsTarget * nodeCalls && bytes >= BytesTarget * nodeBytes) ? 0 : 1;
    }

    /// <summary>Medians of both sides; the first round of each warms up.</summary>
    private static async Task<(double Ours, double? Theirs)> RaceAsync(
        int rounds, Func<IWire, Task<double>> measure, IWire ours, IWire? theirs)
    {
        var (own, other) = (new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            own.Add(await measure(ours));
            if (theirs is not null)
                other.Add(await measure(theirs));
        }

        return (Median(own), theirs is null ? null : Median(other));
    }

    private static double Median(List<double> rounds) => rounds.Skip(1).Order().ElementAt((rounds.Count - 1) / 2);
}
