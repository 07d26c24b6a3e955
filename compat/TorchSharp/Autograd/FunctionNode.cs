using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace TorchSharp;

/// <summary>The managed half of a custom function's node; libtorch holds it until the graph is freed.</summary>
internal sealed unsafe class FunctionNode
{
    private const int IsDirty = 1;
    private const int IsNotDifferentiable = 2;

    private readonly string _name;
    private readonly AutogradContext _context;
    private readonly bool[] _tensorAt;
    private readonly Func<AutogradContext, List<Tensor>, List<Tensor>> _backward;

    private FunctionNode(
        string name, AutogradContext context, object[] vars, Func<AutogradContext, List<Tensor>, List<Tensor>> backward)
    {
        _name = name;
        _context = context;
        _tensorAt = Array.ConvertAll(vars, argument => argument is Tensor { IsInvalid: false });
        _backward = backward;
    }

    internal static List<Tensor> Attach(
        string name, AutogradContext context, object[] vars, List<Tensor> outputs,
        Func<AutogradContext, List<Tensor>, List<Tensor>> backward)
    {
        var node = new FunctionNode(name, context, vars, backward);
        var arguments = Array.ConvertAll(vars, argument => argument is Tensor { IsInvalid: false } t ? t : null!);
        var saved = context.ToSave;
        var (inputs, made, kept) = (new Handles(arguments), new Handles(outputs), new Handles(saved));
        var flags = outputs.ConvertAll(output =>
            (Has(context.Dirty, output) ? IsDirty : 0)
            | (Has(context.NonDifferentiable, output) ? IsNotDifferentiable : 0)).ToArray();
        var results = new nint[outputs.Count];
        fixed (nint* i = inputs.Values, o = made.Values, s = kept.Values, r = results)
        fixed (int* f = flags)
            NativeError.Check(Native.x_function(
                name, i, inputs.Count, o, f, made.Count, s, kept.Count, context.MaterializeGrads ? (byte)1 : (byte)0,
                &Backward, &Release, GCHandle.ToIntPtr(GCHandle.Alloc(node)), r));
        Handles.KeepAlive(arguments, outputs, saved);
        context.Forget();
        return outputs.Select((output, k) => results[k] == 0 ? output : new Tensor(results[k])).ToList();
    }

    private List<Tensor> Run(List<Tensor> gradients)
    {
        var results = _backward(_context, gradients)
            ?? throw new InvalidOperationException($"{_name}: backward returned null.");
        if (results.Count < _tensorAt.Length || results.Skip(_tensorAt.Length).Any(IsGiven))
            throw new InvalidOperationException(
                $"{_name}: backward returned {results.Count} gradients for {_tensorAt.Length} arguments of forward.");
        for (var k = 0; k < _tensorAt.Length; k++)
            if (!_tensorAt[k] && IsGiven(results[k]))
                throw new InvalidOperationException(
                    $"{_name}: backward returned a gradient for argument {k}, which is no tensor.");
        return results;
    }

    [UnmanagedCallersOnly]
    private static int Backward(
        nint managed, nint* grads, int gradCount, nint* saved, int savedCount, nint* results, int resultCount,
        long* exception)
    {
        try
        {
            var node = (FunctionNode)GCHandle.FromIntPtr(managed).Target!;
            using var scope = NewDisposeScope();
            var gradients = Wrapped(grads, gradCount, undefined: () => new Tensor(0));
            node._context.Saved = Wrapped(saved, savedCount, undefined: () => null!);
            var answers = node.Run(gradients);
            for (var k = 0; k < resultCount; k++)
                results[k] = IsGiven(answers[k]) ? Native.x_copy(answers[k].Handle) : 0;
            node._context.Saved = [];
            return 0;
        }
        catch (Exception failure)
        {
            *exception = NativeError.Park(failure);
            return 1;
        }
    }

    [UnmanagedCallersOnly]
    private static void Release(nint managed) => GCHandle.FromIntPtr(managed).Free();

    private static List<Tensor> Wrapped(nint* handles, int count, Func<Tensor> undefined)
    {
        var tensors = new List<Tensor>(count);
        for (var k = 0; k < count; k++)
            tensors.Add(handles[k] == 0 ? undefined() : new Tensor(handles[k]));
        return tensors;
    }

    private static bool IsGiven(Tensor? tensor) => tensor is { IsInvalid: false };

    private static bool Has(List<Tensor> list, Tensor tensor) => list.Exists(each => ReferenceEquals(each, tensor));
}
