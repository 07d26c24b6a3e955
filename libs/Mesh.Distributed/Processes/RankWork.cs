using System.Diagnostics;
using System.Runtime.InteropServices;
using Mesh.Distributed.Native;

namespace Mesh.Distributed.Processes;

/// <summary>A collective of <see cref="ProcessGroup"/> under way; the native side holds its tensors.</summary>
/// <param name="handle">Native work, freed by the wait.</param>
/// <param name="lifeline">Finds out who is to blame.</param>
/// <param name="name">Of the collective.</param>
/// <param name="number">Of the collective on this rank.</param>
/// <param name="finish">What remains to be done with the result.</param>
internal sealed unsafe class RankWork(nint handle, Lifeline lifeline, string name, long number, Action? finish) : IWork
{
    public void Wait()
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            NativeFailure.Check(NativeMethods.d_wait(handle));
        }
        catch (ExternalException error)
        {
            throw lifeline.Blame(error, name, number);
        }
        finally
        {
            CommunicationTime.Add(Stopwatch.GetTimestamp() - start);
        }
        finish?.Invoke();
    }
}
