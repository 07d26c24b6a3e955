using System.Globalization;

namespace Mesh.Perception.Archives;

/// <summary>The child process in which an archive is loaded for the first time.</summary>
/// <remarks>
/// A program that loads archives begins with <c>if (ProofProcess.IsOne(args)) return ProofProcess.Run(args);</c>.
/// </remarks>
public static class ProofProcess
{
    private const string Verb = "prove-archive";
    private const int Refused = 2;

    /// <summary>How this program is started as such a child.</summary>
    public static IReadOnlyList<string> OwnCommand()
    {
        var program = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? [program, Environment.GetCommandLineArgs()[0]]
            : [program];
    }

    /// <summary>Whether the arguments of a program ask for a proof.</summary>
    public static bool IsOne(IReadOnlyList<string> args) => args is [Verb, _, _];

    /// <summary>Loads an archive under limits and repeats its recorded calls.</summary>
    /// <param name="args">The verb, the archive, and the memory it may take in MiB.</param>
    /// <returns>0, or 2 with the reason on the error stream.</returns>
    public static int Run(IReadOnlyList<string> args)
    {
        try
        {
            ChildLimits.Apply(long.Parse(args[2], CultureInfo.InvariantCulture) << 20);
            using var network = new ScriptCalls(args[1], ArchiveManifest.Read(args[1]), Placement.Cpu);
            SelfTest.Run(args[1], network);
            return 0;
        }
        catch (PerceptionException error)
        {
            Console.Error.WriteLine(error.Message.ReplaceLineEndings(" "));
            return Refused;
        }
        catch (OutOfMemoryException)
        {
            Console.Error.WriteLine("out of memory");
            return Refused;
        }
    }

    internal static IReadOnlyList<string> Arguments(string archive, int memoryMiB) =>
        [Verb, archive, memoryMiB.ToString(CultureInfo.InvariantCulture)];
}
