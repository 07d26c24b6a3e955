using Mesh.Distributed;
using Mesh.Stores.Artifacts;
using Mesh.Training.Data;
using Mesh.Training.Launch;
using Mesh.Training.Runs;
using static TorchSharp.torch;

namespace Mesh.Training.Tests;

/// <summary>Where ranks compute, and what that can do.</summary>
public class DeviceTests
{
    [Fact]
    public void Ranks_on_the_cpu_need_no_device_each()
    {
        RankDevice.Require("cpu", 64);

        Assert.Equal(CPU, RankDevice.Of("cpu", localRank: 63));
    }

    [Fact]
    public void More_ranks_than_gpus_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => RankDevice.Require("cuda", 4096));

        Assert.Contains("cpu", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_of_another_kind_is_refused_by_its_name()
    {
        var error = Assert.Throws<ArgumentException>(() => RankDevice.Of("tpu", 0));

        Assert.Contains("'tpu'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NVIDIA H100 80GB HBM3", 989e12)]
    [InlineData("NVIDIA H100 PCIe", 756e12)]
    [InlineData("NVIDIA H100 NVL", 835e12)]
    [InlineData("NVIDIA H200", 989e12)]
    [InlineData("NVIDIA A100-SXM4-80GB", 312e12)]
    [InlineData("NVIDIA L40S", 362e12)]
    [InlineData("NVIDIA L40", 181e12)]
    [InlineData("NVIDIA L4", 121e12)]
    [InlineData("NVIDIA A10G", 70e12)]
    [InlineData("NVIDIA A10", 125e12)]
    public void The_peak_of_a_gpu_follows_from_its_name(string name, double peak) =>
        Assert.Equal(peak, DevicePeak.OfName(name));

    [Theory]
    [InlineData("Tesla K80")]
    [InlineData("NVIDIA GB200")]
    [InlineData("NVIDIA H100 80GB HBM3 MIG 1g.10gb")]
    [InlineData("NVIDIA GeForce RTX 4090 Laptop GPU")]
    [InlineData("NVIDIA GeForce GTX 1080 Ti")]
    [InlineData("")]
    public void The_peak_of_other_gpus_is_not_known(string name) => Assert.Null(DevicePeak.OfName(name));

    [Fact]
    public void The_cpu_has_no_known_peak() => Assert.Null(DevicePeak.Of(CPU));

    [Fact]
    public void Utilization_is_the_operations_of_a_step_over_what_the_device_could_do()
    {
        const double Peak = 1e9;

        Assert.All(Train(Peak), step => Assert.Equal(step.Flops / step.Times.Total / Peak, step.Mfu!.Value, 1e-12));
    }

    [Fact]
    public void Utilization_is_left_out_where_the_peak_is_not_known() =>
        Assert.All(Train(peakFlops: null), step => Assert.Null(step.Mfu));

    private static List<RunStep> Train(double? peakFlops)
    {
        var folder = Directory.CreateTempSubdirectory("mesh-test-").FullName;
        try
        {
            List<RunStep> steps = [];
            var recipe = SmokeRun.Recipe(steps: 2);
            var options = new RunOptions(new DirectoryArtifactStore(folder), Path.Combine(folder, "scratch"))
            {
                PeakFlops = peakFlops,
                Stepped = steps.Add,
            };
            using (var run = new TrainingRun(recipe, new SmokeSamples(recipe), MeshRank.Alone, options))
                run.Run(CancellationToken.None);
            Assert.NotEmpty(steps);
            return steps;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
