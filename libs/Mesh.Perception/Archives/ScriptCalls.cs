using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Mesh.Perception.Archives;

/// <summary>A loaded archive, called as its manifest says.</summary>
internal sealed class ScriptCalls : IDisposable
{
    private readonly jit.ScriptModule _module;
    private readonly Placement _placement;

    /// <param name="archive">Its path; only what <see cref="ArchiveGate"/> lets through.</param>
    /// <param name="manifest">Read from beside it.</param>
    /// <param name="placement">Where it runs.</param>
    /// <exception cref="PerceptionException">It cannot be loaded, or not in this precision.</exception>
    public ScriptCalls(string archive, ArchiveManifest manifest, Placement placement)
    {
        (Manifest, _placement) = (manifest, placement);
        RequirePrecision();
        try
        {
            (Inputs, Outputs) = (TensorContract.ReadAll(manifest.In), TensorContract.ReadAll(manifest.Out));
            _module = jit.load(archive, placement.Device);
            _module.eval();
        }
        catch (Exception error) when (error is ExternalException or FormatException or InvalidOperationException)
        {
            throw new PerceptionException($"{archive} cannot be loaded: {error.Message}", error);
        }
    }

    public ArchiveManifest Manifest { get; }

    public IReadOnlyList<TensorContract> Inputs { get; }

    public IReadOnlyList<TensorContract> Outputs { get; }

    /// <summary>Runs the network without gradients.</summary>
    /// <param name="inputs">As <see cref="Inputs"/> asks; moved to the network's device.</param>
    /// <returns>As <see cref="Outputs"/> promises.</returns>
    /// <exception cref="PerceptionException">A tensor breaks the contract, or the code fails.</exception>
    public Tensor[] Call(params ReadOnlySpan<Tensor> inputs)
    {
        using var ungraded = no_grad();
        using var autocast = new Autocast(_placement);
        using var scope = NewDisposeScope();
        var lengths = new Dictionary<string, long>();
        Require(inputs.Length == Inputs.Count, $"takes {Inputs.Count} tensors, got {inputs.Length}");
        var arguments = new object[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            Inputs[i].Require(inputs[i], lengths, Manifest.Name);
            arguments[i] = inputs[i].to(_placement.Device);
        }

        var outputs = Flat(Invoke(arguments));
        Require(outputs.Length == Outputs.Count, $"returns {Outputs.Count} tensors, got {outputs.Length}");
        outputs = [.. Outputs.Zip(outputs, (contract, output) => InContract(contract, output))];
        foreach (var (contract, output) in Outputs.Zip(outputs))
            contract.Require(output, lengths, Manifest.Name);
        return [.. outputs.Select(output => output.MoveToOuterDisposeScope())];
    }

    public void Dispose() => _module.Dispose();

    private object? Invoke(object[] arguments)
    {
        try
        {
            return _module.invoke(Manifest.Method, arguments);
        }
        catch (ExternalException error)
        {
            throw new PerceptionException($"{Manifest.Name}: {error.Message}", error);
        }
    }

    private Tensor[] Flat(object? result) => result switch
    {
        Tensor tensor => [tensor],
        Tensor[] tensors => tensors,
        ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i] as Tensor
            ?? throw new PerceptionException($"{Manifest.Name}: result {i} must be a tensor, got {tuple[i]}."))],
        _ => throw new PerceptionException($"{Manifest.Name} must return tensors, got {result ?? "nothing"}."),
    };

    // Under autocast a result may come in the shorter type.
    private Tensor InContract(TensorContract contract, Tensor output) =>
        output.dtype == _placement.DType && output.dtype != contract.DType ? output.to(contract.DType) : output;

    private void RequirePrecision()
    {
        var wanted = _placement.DType.ToString().ToLowerInvariant();
        if (_placement.DType != ScalarType.Float32 && !Manifest.Autocast.Contains(wanted))
        {
            throw new PerceptionException(
                $"{Manifest.Name} may be computed in {string.Join(", ", Manifest.Autocast.Prepend("float32"))}, "
                + $"not in {wanted}.");
        }
    }

    private void Require(bool condition, string otherwise)
    {
        if (!condition)
            throw new PerceptionException($"{Manifest.Name} {otherwise}.");
    }
}
