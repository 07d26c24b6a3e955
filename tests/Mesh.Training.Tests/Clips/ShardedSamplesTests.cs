using Mesh.Distributed;
using Mesh.Models;
using Mesh.Stores.Artifacts;
using Mesh.TestKit;
using Mesh.Training.Data;
using Mesh.Training.Recipes;
using Mesh.Training.Runs;

namespace Mesh.Training.Tests.Clips;

/// <summary>Runs that read encoded shards.</summary>
public sealed class ShardedSamplesTests(TinyClips tiny) : IClassFixture<TinyClips>, IDisposable
{
    private const int Steps = 6;  // of each of two stages

    private readonly TemporaryFolder _folder = new();

    private static TrainingRecipe Recipe { get; } =
        IcveRecipes.Smoke().WithSteps(Steps) with { Scale = new LatentScale(4, 4), SaveEvery = 3 };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_step_has_the_same_samples_on_any_number_of_ranks_and_a_pass_one_size()
    {
        using var samples = new ShardedSamples(tiny.Latents);
        int[] ranks = [1, 2, 3, 4];
        var plans = ranks.Select(count => new StageData(Recipe, samples, count)).ToList();
        for (var step = 0; step < Recipe.TotalSteps; step++)
        {
            var counted = plans.Select(plan =>
                plan.Passes(step).SelectMany(passes => passes).Where(pass => pass.Counts).ToList()).ToList();
            Assert.Single(counted.Select(passes =>
                string.Join(' ', passes.SelectMany(pass => pass.Samples).Order())).Distinct());
            Assert.All(counted, passes => Assert.All(passes, pass =>
                Assert.All(pass.Samples, sample => Assert.Equal(pass.Bucket, samples.Buckets[sample]))));
            Assert.All(counted, passes => Assert.All(passes, pass =>
                Assert.True(pass.Samples.Count == 1 || pass.Samples.Count * Tokens(pass) <= 48)));
        }

        long Tokens(MicroBatch pass) => 2 * plans[0].Tokens(pass.Bucket);
    }

    [Fact]
    public void Reading_goes_on_at_the_sample_after_the_checkpoint()
    {
        var unbroken = Read("unbroken", stopAt: null);
        var first = Read("stopped", stopAt: 5);
        var second = Read("stopped", stopAt: null);

        Assert.Equal(unbroken.Samples, [.. first.Samples, .. second.Samples]);
        Assert.Equal(unbroken.Hash, second.Hash);
        Assert.NotEqual(first.Hash, second.Hash);
    }

    [Fact]
    public void A_damaged_sample_is_named()
    {
        var shard = Copied("shards/32x48x5-00001.tar");
        var bytes = File.ReadAllBytes(shard);
        using (var samples = new ShardedSamples(_folder.Path))
            bytes[ShardFolder.Samples(shard)[1].Files[0].Start + 1000] ^= 1;
        File.WriteAllBytes(shard, bytes);

        using var damaged = new ShardedSamples(_folder.Path);
        Assert.NotNull(damaged.Read(2));
        var error = Assert.Throws<InvalidDataException>(() => damaged.Read(3));

        Assert.Contains($"{shard}: film-104.latents.safetensors is damaged", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(700)]
    [InlineData(4000)]
    [InlineData(null)]
    public void A_shard_that_was_cut_is_named(int? length)
    {
        var shard = Copied("shards/48x32x9-00000.tar");
        var end = EndOfFiles(shard);
        using (var file = File.OpenWrite(shard))
            file.SetLength(length ?? end);

        var error = Assert.Throws<InvalidDataException>(() => new ShardedSamples(_folder.Path));

        Assert.Contains($"{shard} is damaged after", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Clips_without_a_model_and_a_bucket_without_samples_are_told()
    {
        var clips = Assert.Throws<InvalidDataException>(() => new ShardedSamples(tiny.Clips));
        File.Delete(Copied("shards/48x32x9-00000.tar"));
        using var samples = new ShardedSamples(_folder.Path);
        var bucket = Assert.Throws<InvalidDataException>(() => new StageData(Recipe, samples, 1));

        Assert.Contains("film-101 has no latents.safetensors; encode the dataset", clips.Message,
            StringComparison.Ordinal);
        Assert.Contains("Stage pretrain of icve-smoke: no sample of 48x32x9", bucket.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Latents_of_another_model_than_the_recipe_trains_are_told()
    {
        using var samples = new ShardedSamples(tiny.Latents);
        var options = new RunOptions(new DirectoryArtifactStore(_folder.At("run")), _folder.At("scratch"));

        var error = Assert.Throws<InvalidDataException>(() => new TrainingRun(
            Recipe with { Scale = LatentScale.Hunyuan }, samples, MeshRank.Alone, options));

        Assert.Contains("takes of 32x48x5 latents [4, 2, 4, 6]", error.Message, StringComparison.Ordinal);
        Assert.Contains("a sample has latents [4, 2, 8, 12]", error.Message, StringComparison.Ordinal);
    }

    private (IReadOnlyList<int> Samples, string Hash) Read(string name, int? stopAt)
    {
        using var stop = new CancellationTokenSource();
        using var samples = new ShardedSamples(tiny.Latents);
        var watched = new Watched(samples);
        using var run = new TrainingRun(
            Recipe,
            watched,
            MeshRank.Alone,
            new RunOptions(new DirectoryArtifactStore(_folder.At(name)), _folder.At("scratch"))
            {
                Resume = true,
                Stepped = step =>
                {
                    if (step.Step + 1 == stopAt)
                        stop.Cancel();
                },
            });
        watched.Numbers.Clear();  // what was looked at before the run
        Assert.Equal(stopAt is null, run.Run(stop.Token));
        return (watched.Numbers, run.Hash);
    }

    // Copies the latents, and tells the path of a file of theirs.
    private string Copied(string file)
    {
        foreach (var path in Directory.GetFiles(tiny.Latents, "*", SearchOption.AllDirectories))
        {
            var copy = _folder.At(Path.GetRelativePath(tiny.Latents, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
        return _folder.At(file);
    }

    // All files are there, and the archive has no end.
    private static long EndOfFiles(string shard)
    {
        var last = ShardFolder.Samples(shard)[^1].Files[^1];
        return (last.Start + last.Length + 511) / 512 * 512;
    }

    private sealed class Watched(ISampleSource inner) : ISampleSource
    {
        public List<int> Numbers { get; } = [];

        public string Fingerprint => inner.Fingerprint;

        public IReadOnlyList<ClipBucket> Buckets => inner.Buckets;

        public TextCondition NoInstruction => inner.NoInstruction;

        public TrainingSample Read(int sample)
        {
            Numbers.Add(sample);
            return inner.Read(sample);
        }
    }
}
