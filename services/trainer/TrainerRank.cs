using System.Runtime.InteropServices;
using System.Text.Json;
using Mesh.Distributed.Processes;
using Mesh.Training.Launch;

namespace Mesh.Trainer;

/// <summary>The process of a rank.</summary>
internal static class TrainerRank
{
    /// <summary>SIGUSR1: write a checkpoint now.</summary>
    public const int SaveSignal = 10;

    /// <summary>Exit code of a run that cannot be run as it was asked for.</summary>
    public const int BadRequest = 2;

    private const int Failed = 4;

    /// <param name="args">The request as JSON.</param>
    /// <param name="address">Which rank this is.</param>
    public static int Run(string[] args, RankAddress address)
    {
        var saves = 0;
        using var stop = new CancellationTokenSource();
        using var save = PosixSignalRegistration.Create((PosixSignal)SaveSignal, signal =>
        {
            signal.Cancel = true;
            Interlocked.Exchange(ref saves, 1);
        });
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            stop.Cancel();
        });
        try
        {
            var program = new RankProgram(JsonSerializer.Deserialize<RunRequest>(args[0])!, Console.Out.WriteLine)
            {
                TellsSteps = true,
                SaveRequested = () => Interlocked.Exchange(ref saves, 0) == 1,
            };
            program.Run(address, () => Environment.Exit(Failed), stop.Token);
            return 0;
        }
        catch (Exception error)
        {
            Console.Error.WriteLine($"{error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}");
            return error is ArgumentException or InvalidDataException ? BadRequest : Failed;
        }
    }
}
