namespace Mesh.Parity.Tests;

/// <summary>Our networks against numbers recorded from the reference implementations.</summary>
public sealed class GoldenTests
{
    [GoldenFact]
    public void Every_recorded_number_is_reproduced(string path)
    {
        using var golden = Golden.Open(path);
        using var scope = TorchSharp.torch.NewDisposeScope();

        GoldenKinds.Of(golden)!.Verify(golden);
    }

    [Fact]
    public void There_are_goldens_to_compare_with() => Assert.NotEmpty(GoldenKinds.Paths(GoldenSource.Numbers));
}
