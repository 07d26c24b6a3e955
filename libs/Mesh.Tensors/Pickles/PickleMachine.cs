using System.Globalization;
using System.Numerics;

namespace Mesh.Tensors.Pickles;

/// <summary>
/// Runs a pickle as far as that is safe: it makes tensors, containers and plain values, and never calls anything.
/// </summary>
/// <remarks>
/// The format: Python's Lib/pickletools.py. An object of an unknown class is kept as a name; what would have to be
/// called is refused by name.
/// </remarks>
internal sealed class PickleMachine
{
    private readonly PickleInput _input;
    private readonly PickleStack _stack;

    private PickleMachine(PickleInput input) => (_input, _stack) = (input, new PickleStack(input));

    /// <summary>The object of one pickle; the input stands behind it afterwards.</summary>
    /// <exception cref="InvalidDataException">The pickle is malformed or would have to call something.</exception>
    public static object? Run(PickleInput input)
    {
        var machine = new PickleMachine(input);
        while (true)
        {
            var code = input.Byte();
            if (code == '.')
                return machine._stack.Pop();
            if (!machine.Plain(code) && !machine.Text(code) && !machine.Container(code) && !machine.Memory(code)
                && !machine.Object(code))
            {
                throw input.Invalid($"has the unknown operation 0x{code:X2} at byte {input.At - 1}");
            }
        }
    }

    private bool Plain(byte code)
    {
        switch (code)
        {
            case 0x80: _input.Byte(); return true;       // protocol
            case 0x95: _input.Take(8); return true;      // frame
            case (byte)'N': return Push(null);
            case 0x88: return Push(true);
            case 0x89: return Push(false);
            case (byte)'K': return Push((long)_input.Byte());
            case (byte)'M': return Push((long)(_input.Byte() | _input.Byte() << 8));
            case (byte)'J': return Push((long)_input.Int32());
            case (byte)'G': return Push(_input.Double());
            case 0x8a: return PushInteger(_input.Take(_input.Byte()));
            case 0x8b: return PushInteger(_input.Take(_input.Int32()));
            case (byte)'I' or (byte)'L': return Push(Integer(_input.Line()));
            case (byte)'F':
                var isNumber = double.TryParse(
                    _input.Line(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
                return Push(isNumber ? value : double.NaN);
            default: return false;
        }
    }

    private bool Text(byte code)
    {
        switch (code)
        {
            case (byte)'X': return Push(_input.Utf8(_input.UInt32()));
            case 0x8c: return Push(_input.Utf8(_input.Byte()));
            case 0x8d: return Push(_input.Utf8(_input.UInt64()));
            case (byte)'V': return Push(_input.Line());
            case (byte)'S': return Push(_input.Line().Trim('\'', '"'));
            case (byte)'U': return Push(_input.Utf8(_input.Byte()));
            case (byte)'T': return Push(_input.Utf8(_input.Int32()));
            case (byte)'C': return Push(_input.Take(_input.Byte()).ToArray());
            case (byte)'B': return Push(_input.Take(_input.UInt32()).ToArray());
            case 0x8e or 0x96: return Push(_input.Take(_input.UInt64()).ToArray());
            default: return false;
        }
    }

    private bool Container(byte code)
    {
        switch (code)
        {
            case (byte)'(': _stack.PushMark(); return true;
            case (byte)']' or 0x8f: return Push(new List<object?>());
            case (byte)'l' or 0x91: return Push(_stack.PopToMark().ToList());
            case (byte)'a': return Append([_stack.Pop()]);
            case (byte)'e' or 0x90: return Append(_stack.PopToMark());
            case (byte)')': return Push(Array.Empty<object?>());
            case (byte)'t': return Push(_stack.PopToMark());
            case 0x85: return Push(Popped(1));
            case 0x86: return Push(Popped(2));
            case 0x87: return Push(Popped(3));
            case (byte)'}': return Push(new PickleDictionary());
            case (byte)'d': return FillNew(_stack.PopToMark());
            case (byte)'s': return Fill(Popped(2));
            case (byte)'u': return Fill(_stack.PopToMark());
            default: return false;
        }
    }

    private bool Memory(byte code)
    {
        switch (code)
        {
            case (byte)'q': _stack.Remember(_input.Byte()); return true;
            case (byte)'r': _stack.Remember(_input.UInt32()); return true;
            case (byte)'p': _stack.Remember(LineNumber()); return true;
            case 0x94: _stack.RememberNext(); return true;
            case (byte)'h': _stack.Recall(_input.Byte()); return true;
            case (byte)'j': _stack.Recall(_input.UInt32()); return true;
            case (byte)'g': _stack.Recall(LineNumber()); return true;
            case (byte)'0': _stack.Drop(); return true;
            case (byte)'1': _stack.PopToMark(); return true;
            case (byte)'2': return Push(_stack.Top());
            default: return false;
        }
    }

    private bool Object(byte code)
    {
        switch (code)
        {
            case (byte)'c': return Push(new PickleGlobal(_input.Line(), _input.Line()));
            case 0x93:
                var names = Popped(2);
                return Push(new PickleGlobal(names[0] as string ?? "", names[1] as string ?? ""));
            case (byte)'Q': return Push(PickleCalls.Storage(_stack.Pop(), _input));
            case (byte)'R': return Call(_stack.Pop<object?[]>("tuple of arguments"));
            case 0x81: _stack.Pop(); return New();
            case 0x92: Popped(2); return New();
            case (byte)'b': _stack.Pop(); _stack.Top(); return true;  // the state of an object: none is looked at
            case (byte)'i':
                throw PickleCalls.Refused(new PickleGlobal(_input.Line(), _input.Line()), _input);
            case (byte)'o':
                throw PickleCalls.Refused(_stack.PopToMark().OfType<PickleGlobal>().FirstOrDefault(), _input);
            default: return false;
        }
    }

    private bool Call(object?[] arguments) => Push(PickleCalls.Result(_stack.Pop(), arguments, _input));

    private bool New() => Push(new PickleForeign(_stack.Pop<PickleGlobal>("class")));

    private bool Push(object? value)
    {
        _stack.Push(value);
        return true;
    }

    private bool PushInteger(ReadOnlySpan<byte> bytes)
    {
        var value = new BigInteger(bytes);
        return value >= long.MinValue && value <= long.MaxValue ? Push((long)value) : Push(value);
    }

    private object?[] Popped(int count)
    {
        var values = new object?[count];
        for (var i = count - 1; i >= 0; i--)
            values[i] = _stack.Pop();
        return values;
    }

    private bool Append(object?[] values)
    {
        if (_stack.Top() is List<object?> list)
            list.AddRange(values);
        else if (_stack.Top() is not PickleForeign)
            throw _input.Invalid($"is malformed: it appends to no list at byte {_input.At}");
        return true;
    }

    private bool FillNew(object?[] pairs)
    {
        _stack.Push(new PickleDictionary());
        return Fill(pairs);
    }

    private bool Fill(object?[] pairs)
    {
        if (pairs.Length % 2 != 0 || _stack.Top() is not (PickleDictionary or PickleForeign))
            throw _input.Invalid($"is malformed: it fills no dictionary at byte {_input.At}");
        if (_stack.Top() is not PickleDictionary dictionary)
            return true;

        for (var i = 0; i < pairs.Length; i += 2)
        {
            if (pairs[i] is string key)
                dictionary[key] = pairs[i + 1];
        }

        return true;
    }

    private long LineNumber() => Integer(_input.Line()) is long number
        ? number
        : throw _input.Invalid($"is malformed: no number at byte {_input.At}");

    private static object? Integer(string line) => line switch
    {
        "00" => false,
        "01" => true,
        _ => long.TryParse(
            line.TrimEnd('L'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : null,
    };
}
