using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Turns messages of the bridge into exceptions.</summary>
internal static unsafe class NativeError
{
    private static readonly ConcurrentDictionary<long, Exception> Parked = new();
    private static long _parkedCount;

    /// <exception cref="ExternalException"><paramref name="error"/> is not null.</exception>
    internal static void Check(byte* error)
    {
        if (error != null)
            throw From(error);
    }

    /// <summary>Keeps an exception of a managed backward function while C++ unwinds; returns its number.</summary>
    internal static long Park(Exception exception)
    {
        var number = Interlocked.Increment(ref _parkedCount);
        Parked[number] = exception;
        return number;
    }

    internal static Exception From(byte* error)
    {
        var text = Marshal.PtrToStringUTF8((nint)error)!;
        if (text[0] != 'C')
            return new ExternalException(text[1..]);
        var digits = text.AsSpan(1);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        var number = long.Parse(end < 0 ? digits : digits[..end], CultureInfo.InvariantCulture);
        Parked.TryRemove(number, out var inner);
        return new ExternalException($"A custom autograd function failed in backward: {inner?.Message}", inner);
    }
}
