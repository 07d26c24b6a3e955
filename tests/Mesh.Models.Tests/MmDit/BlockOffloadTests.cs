using Mesh.Models.MmDit;
using Mesh.Nn;
using Mesh.Nn.Offload;
using Mesh.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.MmDit;

/// <summary>A transformer that holds a few of its blocks.</summary>
public sealed class BlockOffloadTests : IDisposable
{
    private static readonly MmDitConfig Config = MmDitConfig.Hunyuan13B with
    {
        InChannels = 4,
        TextChannels = 8,
        PooledChannels = 6,
        HiddenSize = 16,
        NumHeads = 2,
        NumDoubleBlocks = 5,
        NumSingleBlocks = 4,
        RopeChannels = [2, 2, 4],
    };

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly MmDitModel _whole;
    private readonly List<string> _reads = [];

    public BlockOffloadTests()
    {
        manual_seed(2);
        _whole = new(Config);
    }

    public void Dispose()
    {
        _whole.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    public void The_output_is_the_same_to_the_bit_and_memory_holds_the_blocks_that_were_allowed(int places)
    {
        using var model = Offloaded(places);

        for (var step = 0; step < 3; step++)
            Assert.True(Run(model).eq(Run(_whole)).all().ToBoolean());

        Assert.Equal(Bytes(places), model.ResidentBytes);
        Assert.Equal(places >= 5, _reads.Count == _reads.Distinct().Count());
    }

    [Fact]
    public void The_next_block_is_read_while_one_computes()
    {
        using var asked = new ManualResetEventSlim();
        using var stream = new BlockStream<nn.Module>("blocks", 3, 2, () => nn.Linear(2, 2));
        stream.ReadFrom((key, _) =>
        {
            if (key == "blocks.1.weight")
                asked.Set();
        });

        using var blocks = stream.Through().GetEnumerator();

        Assert.True(blocks.MoveNext());
        Assert.True(asked.Wait(TimeSpan.FromMinutes(1)), "Block 1 was not asked for while block 0 is in use.");
    }

    [Fact]
    public void A_weight_that_cannot_be_read_fails_the_pass_and_the_next_one_tries_again()
    {
        var isBroken = true;
        using var stream = new BlockStream<nn.Module>("blocks", 3, 2, () => nn.Linear(2, 2));
        stream.ReadFrom((key, _) =>
        {
            if (isBroken && key == "blocks.2.weight")
                throw new IOException(key);
        });

        Assert.Equal("blocks.2.weight", Assert.Throws<IOException>(() => stream.Through().Count()).Message);
        isBroken = false;
        Assert.Equal(3, stream.Through().Count());
    }

    [Fact]
    public void Weights_without_a_source_are_missed()
    {
        using var stream = new BlockStream<nn.Module>("blocks", 3, 2, () => nn.Linear(2, 2));

        Assert.Contains("blocks", Assert.Throws<InvalidOperationException>(() => stream.Through().Count()).Message);
    }

    private MmDitModel Offloaded(int places)
    {
        var weights = StateDict.Of(_whole);
        var model = new MmDitModel(Config, Layers.Default with { ResidentBlocks = places });
        using var ungraded = no_grad();
        foreach (var (name, weight) in StateDict.Of(model))
        {
            if (weight.device_type != DeviceType.META)
                weight.copy_(weights[name]);
        }
        model.StreamBlocks((key, destination) =>
        {
            lock (_reads)
                _reads.Add(key);
            destination.copy_(weights[key]);
        });
        return model;
    }

    private static Tensor Run(MmDitModel model)
    {
        using var mode = inference_mode();
        using var random = new Generator(4);
        var latent = randn([1, 4, 2, 4, 4], generator: random);
        var text = new TextCondition(
            randn([1, 3, 8], generator: random), ones([1, 3], ScalarType.Int64), randn([1, 6], generator: random));
        return model.call(new(latent, latent * 2, text, full([1], 300f), full([1], 1000f)));
    }

    private long Bytes(int places) => 4 * _whole.named_parameters()
        .Where(pair => !pair.name.Contains("blocks.", StringComparison.Ordinal) || pair.name.StartsWith("txt_in")
            || Number(pair.name) < places)
        .Sum(pair => pair.parameter.numel());

    private static int Number(string name) => int.Parse(name.Split('.')[1]);
}
