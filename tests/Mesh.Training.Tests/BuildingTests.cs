using Mesh.Distributed;
using Mesh.Distributed.Tests;
using Mesh.Models.MmDit;
using Mesh.Nn.Lora;
using Mesh.Tensors;
using Mesh.TestKit;
using Mesh.Training.Recipes;
using Mesh.Training.Runs;
using static TorchSharp.torch;

namespace Mesh.Training.Tests;

/// <summary>Networks that are built from published weights without being there as a whole.</summary>
public sealed class BuildingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Many blocks, none of them a large part of the whole.</summary>
    internal static MmDitConfig Config { get; } = IcveRecipes.Smoke().Transformer with
    {
        HiddenSize = 96,
        NumHeads = 8,
        NumDoubleBlocks = 6,
        NumSingleBlocks = 8,
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_rank_never_has_more_than_its_shards_and_one_unit() => RankProcesses.Run(
        4, nameof(Scenarios.Building), SmokeRun.WriteWeights(_folder.At("weights.safetensors"), config: Config));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Its_weights_are_those_of_the_file(bool isLora)
    {
        var file = SmokeRun.WriteWeights(_folder.At("weights.safetensors"));
        var recipe = IcveRecipes.Smoke() with { Lora = isLora ? SmokeRun.Lora : null };
        using var published = Checkpoint.Open(file);
        using var network = RunNetwork.Build(recipe, MeshRank.Alone, CPU, file);
        var found = new HashSet<string>();
        foreach (var unit in network.Weights.All.Where(unit => unit.IsTrained != isLora))
        {
            foreach (var slot in unit.Slots)
            {
                var key = AdaptableLinear.KeyOf(slot.Name);
                found.Add(key);
                using var values = unit.Shard.narrow(0, slot.Start, slot.Count);
                using var expected = published.Read(key);
                Assert.True(values.bytes.SequenceEqual(expected.bytes), key);
            }
        }
        Assert.Equal(published.Names.Order(), found.Order());
    }

    [Fact]
    public void A_file_of_another_network_is_refused_with_what_differs()
    {
        var file = SmokeRun.WriteWeights(_folder.At("weights.safetensors"), config: Config);

        var error = Assert.Throws<InvalidDataException>(
            () => RunNetwork.Build(IcveRecipes.Smoke(), MeshRank.Alone, CPU, file));

        Assert.Contains("unexpected: double_blocks.2.", error.Message, StringComparison.Ordinal);
    }
}
