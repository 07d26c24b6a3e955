using System.Runtime.InteropServices;
using System.Text;
using Mesh.Distributed.Native;

namespace Mesh.Distributed.Processes;

/// <summary>Small texts by key that the ranks of a run share, over TCP (c10d's TCPStore).</summary>
public sealed unsafe class Store : IDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly Lock _gate = new();
    private nint _handle;

    private Store(string host, int port, bool serves, TimeSpan timeout)
    {
        nint handle;
        int actual;
        NativeFailure.Check(NativeMethods.d_store(
            host, port, serves ? (byte)1 : (byte)0, (long)timeout.TotalMilliseconds, &handle, &actual));
        (_handle, Host, Port) = (handle, host, actual);
    }

    public string Host { get; }

    public int Port { get; }

    /// <summary>Serves a store in this process.</summary>
    /// <param name="host">Where it can be reached.</param>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="timeout">Of every request.</param>
    public static Store Serve(string host, int port, TimeSpan timeout) => new(host, port, true, timeout);

    /// <summary>Connects to a store, waiting for it to be there.</summary>
    /// <exception cref="ExternalException">Nobody serves there within the time.</exception>
    public static Store Connect(string host, int port, TimeSpan timeout) => new(host, port, false, timeout);

    /// <exception cref="ExternalException">The store does not answer.</exception>
    public void Set(string key, string value)
    {
        lock (_gate)
            NativeFailure.Check(NativeMethods.d_store_set(Handle, key, value));
    }

    /// <summary>Sets a value where there is none yet.</summary>
    /// <returns>The value that holds: this one, or that of whoever came first.</returns>
    public string Claim(string key, string value)
    {
        lock (_gate)
        {
            int length;
            fixed (byte* buffer = _buffer)
                NativeFailure.Check(NativeMethods.d_store_claim(Handle, key, value, buffer, BufferSize, &length));
            return Text(length);
        }
    }

    /// <returns>Null when nobody has set the key.</returns>
    public string? Find(string key)
    {
        lock (_gate)
        {
            int length;
            fixed (byte* buffer = _buffer)
                NativeFailure.Check(NativeMethods.d_store_get(Handle, key, buffer, BufferSize, &length));
            return length < 0 ? null : Text(length);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_handle != 0)
                NativeMethods.d_store_free(_handle);
            _handle = 0;
        }
    }

    internal nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Store));

    private string Text(int length) => Encoding.UTF8.GetString(_buffer, 0, Math.Min(length, BufferSize));
}
