using System.Runtime.CompilerServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Arguments and results of TorchScript.</summary>
internal static unsafe class ScriptValues
{
    private const Tag ListTag = (Tag)32;
    private const Tag TupleTag = (Tag)33;
    private const Tag ModuleTag = (Tag)34;
    private const int ArenaBytes = 512;
    private const int LongestTuple = 5;

    /// <summary>Calls a function of the bridge with converted arguments and converts its result.</summary>
    internal delegate byte* Call(XVal* args, int count, XVal* result);

    /// <exception cref="ArgumentException">An argument has a type that TorchScript does not take from here.</exception>
    internal static object? Invoke(Call call, object?[]? inputs)
    {
        Arg[] args = [.. (inputs ?? [null]).Select(ToArg)];
        var values = stackalloc XVal[args.Length + 1];
        var buffer = stackalloc byte[ArenaBytes];
        var arena = new Arena(buffer, ArenaBytes);
        XVal result;
        byte* error;
        try
        {
            for (var k = 0; k < args.Length; k++)
                args[k].Write(values + k, ref arena);
            error = call(values, args.Length, &result);
        }
        finally
        {
            arena.Free();
        }
        GC.KeepAlive(inputs);
        NativeError.Check(error);
        return Read(result);
    }

    /// <summary>The list of names and values that <see cref="Native.j_list"/> makes.</summary>
    internal static IEnumerable<(string Name, object Value)> ReadPairs(in XVal list) =>
        ((object?[])ReadItems(list)).Select(item => (object?[])item!).Select(pair => ((string)pair[0]!, pair[1]!));

    private static Arg ToArg(object? input) => input switch
    {
        null => Arg.None,
        Tensor tensor => tensor,
        Scalar scalar => scalar,
        int number => number,
        long number => number,
        float number => (double)number,
        double number => number,
        bool flag => flag,
        Tensor[] tensors => tensors,
        _ => throw new ArgumentException(
            $"TorchScript takes Tensor, Tensor[], Scalar, int, long, float, double, bool and null, "
            + $"not {input.GetType()}."),
    };

    private static object? Read(in XVal value) => value.Tag switch
    {
        Tag.Tensor => new Tensor(value),
        Tag.Int => (Scalar)value.Bits,
        Tag.Double => (Scalar)BitConverter.Int64BitsToDouble(value.Bits),
        Tag.Bool => (Scalar)(value.Bits != 0),
        Tag.String => ReadText(value),
        ListTag => Typed(ReadItems(value)),
        TupleTag => ToTuple(ReadItems(value)),
        _ => null,
    };

    private static object?[] ReadItems(in XVal value)
    {
        var items = (XVal*)value.Bits;
        var results = new object?[value.N];
        for (var k = 0; k < results.Length; k++)
        {
            results[k] = items[k].Tag switch
            {
                TupleTag when value.Tag == ListTag && IsPair(items[k]) => ReadItems(items[k]),
                ModuleTag => (nint)items[k].Bits,
                _ => Read(items[k]),
            };
        }
        Native.x_free_array((nint)items);
        return results;
    }

    // Names are the only strings in front of a value: those of parameters, buffers, attributes and children.
    private static bool IsPair(in XVal value) => value.N == 2 && ((XVal*)value.Bits)->Tag == Tag.String;

    private static string ReadText(in XVal value)
    {
        var text = Encoding.UTF8.GetString((byte*)value.Bits, value.N);
        Native.x_free_array((nint)value.Bits);
        return text;
    }

    private static object Typed(object?[] items)
    {
        if (items.Length > 0 && Array.TrueForAll(items, item => item is Tensor))
            return items.Cast<Tensor>().ToArray();
        return items.Length > 0 && Array.TrueForAll(items, item => item is Scalar)
            ? items.Cast<Scalar>().ToArray()
            : items;
    }

    private static object ToTuple(object?[] items)
    {
        if (items.Length is 0 or > LongestTuple)
            return Typed(items);

        var element = Array.TrueForAll(items, item => item is Tensor) ? typeof(Tensor)
            : Array.TrueForAll(items, item => item is Scalar) ? typeof(Scalar)
            : typeof(object);
        var open = items.Length switch
        {
            1 => typeof(ValueTuple<>),
            2 => typeof(ValueTuple<,>),
            3 => typeof(ValueTuple<,,>),
            4 => typeof(ValueTuple<,,,>),
            _ => typeof(ValueTuple<,,,,>),
        };
        var closed = open.MakeGenericType([.. Enumerable.Repeat(element, items.Length)]);
        return (ITuple)Activator.CreateInstance(closed, items)!;
    }
}
