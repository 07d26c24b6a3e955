using Mesh.Distributed.Processes;

namespace Mesh.Cli.Train;

/// <summary>Trains on ranks: as the launcher of this machine's, or as one of them.</summary>
internal static class RankedTrain
{
    public static async Task<ExitCode> RunAsync(RankedOptions asked, CancellationToken cancellation)
    {
        var address = RankEnvironment.Read(Environment.GetEnvironmentVariable);
        return address is null
            ? await new RankGroup(asked).RunAsync(cancellation)
            : RankProgram.Run(asked, address, cancellation);
    }
}
