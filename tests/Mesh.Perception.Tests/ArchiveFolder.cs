using System.Text.Json;
using Mesh.Perception.Archives;
using Mesh.Tensors;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace Mesh.Perception.Tests;

/// <summary>Archives with manifest and self-test, as an exporter leaves them.</summary>
internal sealed class ArchiveFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The child that proves: this test project as a program.</summary>
    public static ArchiveProof Proof { get; } = new()
    {
        Command = [Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet",
            typeof(ArchiveFolder).Assembly.Location],
    };

    public void Dispose() => _folder.Dispose();

    public string At(string name) => _folder.At(name);

    /// <summary>Writes an archive of this text.</summary>
    public string Write(string code)
    {
        var path = _folder.At($"{Guid.NewGuid():N}.pt");
        ScriptArchive.Write(path, code);
        return path;
    }

    /// <summary>Writes archive and manifest, and records what the archive computes from these inputs.</summary>
    /// <param name="methods">Of the class.</param>
    /// <param name="change">Completes the manifest.</param>
    /// <param name="cases">Inputs of each recorded call.</param>
    public string Record(
        string methods, Func<ArchiveManifest, ArchiveManifest> change, params ReadOnlySpan<Tensor[]> cases)
    {
        var path = Write(ScriptArchive.Class(methods));
        using var scope = NewDisposeScope();
        using var module = jit.load(path);
        var outputs = new List<Tensor[]>();
        foreach (var inputs in cases)
            outputs.Add(Flat(module.forward([.. inputs])!));
        Describe(path, change, cases, outputs);
        return path;
    }

    /// <summary>Writes the manifest and the recorded calls of an archive.</summary>
    public static ArchiveManifest Describe(
        string path,
        Func<ArchiveManifest, ArchiveManifest> change,
        ReadOnlySpan<Tensor[]> inputs,
        IReadOnlyList<Tensor[]> outputs)
    {
        var manifest = change(new ArchiveManifest
        {
            Task = "score",
            Name = "tiny",
            Version = "1",
            Sha256 = ArchiveGate.Checksum(path),
            Licence = new("Apache-2.0"),
            In = Json("""{"x": ["f32", "B", "N"]}"""),
            Out = Json("""{"y": ["f32", "B", "N"]}"""),
            SelfTest = [.. Enumerable.Range(0, inputs.Length).Select(i => new SelfTestCase($"case{i}", 1e-4))],
        });
        manifest.Write(path);
        var tensors = new Dictionary<string, Tensor>();
        var (ins, outs) = (TensorContract.ReadAll(manifest.In), TensorContract.ReadAll(manifest.Out));
        for (var i = 0; i < inputs.Length; i++)
        {
            foreach (var (contract, tensor) in ins.Zip(inputs[i]))
                tensors[$"case{i}.in.{contract.Name}"] = tensor;
            foreach (var (contract, tensor) in outs.Zip(outputs[i]))
                tensors[$"case{i}.out.{contract.Name}"] = tensor.contiguous();
        }
        SafetensorsWriter.Save(SelfTest.PathOf(path), tensors);
        return manifest;
    }

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static Tensor[] Flat(object result) => result switch
    {
        Tensor tensor => [tensor],
        System.Runtime.CompilerServices.ITuple tuple =>
            [.. Enumerable.Range(0, tuple.Length).Select(i => (Tensor)tuple[i]!)],
        _ => (Tensor[])result,
    };
}
