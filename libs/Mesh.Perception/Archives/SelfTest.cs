using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Perception.Archives;

/// <summary>The recorded calls of an archive.</summary>
public static class SelfTest
{
    /// <summary>Where the tensors of an archive's recorded calls lie.</summary>
    public static string PathOf(string archive) => archive + ".selftest.safetensors";

    /// <summary>Repeats every recorded call.</summary>
    /// <param name="archive">Its path.</param>
    /// <param name="network">The loaded archive.</param>
    /// <exception cref="PerceptionException">A number differs, or the cases prove too little.</exception>
    internal static void Run(string archive, ScriptCalls network)
    {
        try
        {
            using var file = SafetensorsFile.Open(PathOf(archive));
            var shapes = network.Manifest.SelfTest.Select(test => Run(file, network, test)).ToHashSet();
            var isFree = network.Inputs.Any(input => input.Shape.Any(side => side.Name is not null));
            if (shapes.Count < (isFree ? 2 : 1))
            {
                throw new PerceptionException(
                    $"{network.Manifest.Name}: its input has free sides, so its self-test needs cases of two shapes "
                    + $"or more, got {shapes.Count}; traced networks compute wrong numbers at sizes they do not know.");
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException or KeyNotFoundException)
        {
            throw new PerceptionException($"{PathOf(archive)}: {error.Message}", error);
        }
    }

    // Returns the shapes of the case.
    private static string Run(SafetensorsFile file, ScriptCalls network, SelfTestCase test)
    {
        using var scope = NewDisposeScope();
        var inputs = network.Inputs.Select(input => file.Read($"{test.Name}.in.{input.Name}")).ToArray();
        var outputs = network.Call(inputs);
        foreach (var (contract, output) in network.Outputs.Zip(outputs))
            Compare(network.Manifest.Name, test, contract.Name, output, file.Read($"{test.Name}.out.{contract.Name}"));
        return string.Join(' ', inputs.Select(input => string.Join('x', input.shape)));
    }

    private static void Compare(string network, SelfTestCase test, string name, Tensor actual, Tensor expected)
    {
        if (!actual.shape.SequenceEqual(expected.shape))
        {
            throw Failed($"has the shape [{string.Join(", ", actual.shape)}], recorded is "
                + $"[{string.Join(", ", expected.shape)}]");
        }

        var (a, b) = (actual.cpu().to(ScalarType.Float64), expected.to(ScalarType.Float64));
        var worst = a.numel() == 0
            ? 0
            : ((a - b).abs() / (1 + b.abs())).nan_to_num(double.MaxValue).max().item<double>();
        if (!(worst <= test.Tolerance))
            throw Failed($"differs by {worst:G3}, allowed is {test.Tolerance:G3}");

        PerceptionException Failed(string how) =>
            new($"{network} fails its self-test: '{name}' of case '{test.Name}' {how}.");
    }
}
