using static TorchSharp.torch;

namespace Mesh.Perception.Archives;

/// <summary>A network from a TorchScript archive that has passed gate, proof and self-test.</summary>
/// <remarks>Safe for use by several threads: calls run one after another.</remarks>
public sealed class ScriptNetwork : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ScriptCalls _calls;

    private ScriptNetwork(ScriptCalls calls) => _calls = calls;

    public ArchiveManifest Manifest => _calls.Manifest;

    /// <summary>Tensors it takes, in order.</summary>
    public IReadOnlyList<TensorContract> Inputs => _calls.Inputs;

    /// <summary>Tensors it returns, in order.</summary>
    public IReadOnlyList<TensorContract> Outputs => _calls.Outputs;

    /// <summary>What manifests, tracks and scores are recorded under.</summary>
    public string Name => $"{Manifest.Name} {Manifest.Version}";

    /// <summary>
    /// Checks the archive's text against the allow-list, proves it in a child process, loads it, and repeats its
    /// recorded calls where it will run.
    /// </summary>
    /// <param name="archive">The .pt; its manifest and self-test lie beside it.</param>
    /// <param name="placement">Null for float32 on the CPU.</param>
    /// <param name="proof">The child process; null for this program, which then begins with ProofProcess.</param>
    /// <exception cref="PerceptionException">The archive is refused; the message says why.</exception>
    public static ScriptNetwork Load(string archive, Placement? placement = null, ArchiveProof? proof = null)
    {
        var manifest = ArchiveManifest.Read(archive);
        ArchiveGate.Require(archive, manifest);
        (proof ?? ArchiveProof.InOwnProgram).Require(archive);
        return LoadProven(archive, manifest, placement);
    }

    /// <summary>What follows the proof.</summary>
    internal static ScriptNetwork LoadProven(
        string archive, ArchiveManifest manifest, Placement? placement = null)
    {
        var calls = new ScriptCalls(archive, manifest, placement ?? Placement.Cpu);
        try
        {
            SelfTest.Run(archive, calls);
            return new(calls);
        }
        catch
        {
            calls.Dispose();
            throw;
        }
    }

    /// <summary>One call, checked against the contract before and after.</summary>
    /// <exception cref="PerceptionException">A tensor breaks the contract, or the code fails.</exception>
    public Tensor[] Call(params ReadOnlySpan<Tensor> inputs)
    {
        lock (_gate)
            return _calls.Call(inputs);
    }

    public void Dispose() => _calls.Dispose();

    /// <exception cref="PerceptionException">The archive is for something else.</exception>
    internal ScriptNetwork Require(string task, int inputs, int outputs)
    {
        if (Manifest.Task != task || _calls.Inputs.Count != inputs || _calls.Outputs.Count != outputs)
        {
            throw new PerceptionException(
                $"{Name} must be for '{task}' with {inputs} inputs and {outputs} outputs, got '{Manifest.Task}' "
                + $"with {_calls.Inputs.Count} and {_calls.Outputs.Count}.");
        }
        return this;
    }

    /// <summary>A number of the manifest's "post".</summary>
    internal double Post(string name, double otherwise) => Manifest.Post.GetValueOrDefault(name, otherwise);
}
