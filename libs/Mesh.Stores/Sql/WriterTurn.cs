using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Mesh.Stores.Sql;

/// <summary>
/// The turn to write among the processes of a machine: a lock on a file of its own, which the kernel hands on at once
/// and takes from a process that dies. SQLite's own waiting sleeps for whole seconds in common builds.
/// </summary>
/// <param name="path">The file; made when it is not there. Never the database's own, whose locks would go with it.
/// </param>
internal sealed partial class WriterTurn(string path) : IDisposable
{
    private const int Create = 0x40, ReadWrite = 2, CloseOnExec = 0x80000, OwnerMode = 0x1A4;
    private const int Exclusive = 2, NoWait = 4, Unlock = 8;
    private const int Interrupted = 4, WouldBlock = 11;

    private readonly SemaphoreSlim _process = new(1, 1);
    private int _file = -1;

    /// <summary>Waits for the turn; dispose of the result to hand it on.</summary>
    /// <exception cref="IOException">The file cannot be locked.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        await _process.WaitAsync(cancellation);
        try
        {
            if (!TryLock(Exclusive | NoWait))
                await Task.Run(() => TryLock(Exclusive), CancellationToken.None);
            return new Holding(this);
        }
        catch
        {
            _process.Release();
            throw;
        }
    }

    public void Dispose()
    {
        if (_file >= 0)
            _ = close(_file);
        _file = -1;
        _process.Dispose();
    }

    // The descriptor is shared by all turns of this process; the semaphore keeps them apart.
    private bool TryLock(int how)
    {
        if (_file < 0)
            _file = open(path, Create | ReadWrite | CloseOnExec, OwnerMode);
        while (_file < 0 || flock(_file, how) != 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted when _file >= 0:
                    continue;
                case WouldBlock when _file >= 0:
                    return false;
                case var error:
                    throw new IOException($"'{path}' cannot be locked: {new Win32Exception(error).Message}", error);
            }
        }
        return true;
    }

    private void Leave()
    {
        _ = flock(_file, Unlock);
        _process.Release();
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int flock(int file, int operation);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int file);

    private sealed class Holding(WriterTurn turn) : IDisposable
    {
        private WriterTurn? _turn = turn;

        public void Dispose() => Interlocked.Exchange(ref _turn, null)?.Leave();
    }
}
