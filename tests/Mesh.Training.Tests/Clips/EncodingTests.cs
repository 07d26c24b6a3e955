using Mesh.Editing;
using Mesh.Editing.Tests;
using Mesh.TestKit;
using Mesh.Training.Data;
using Mesh.Training.Latents;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Training.Tests.Clips;

/// <summary>From a dataset of clips to the latents a run reads.</summary>
public sealed class EncodingTests(TinyClips tiny) : IClassFixture<TinyClips>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _clips = tiny.Clips;
    private readonly string _model = tiny.Model;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_stopped_encoding_goes_on_and_gives_the_bytes_of_an_unbroken_one_by_other_workers()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EncodeAsync("stopped", 1, new Stop(stop, 3)));
        Assert.Single(Directory.GetFiles(_folder.At("stopped/shards")));
        Assert.Empty(Directory.GetFiles(_folder.At("stopped"), ".*"));
        var unfinished = Assert.Throws<InvalidDataException>(() => new ShardedSamples(_folder.At("stopped")));
        Assert.Contains("are not complete: run mesh encode again", unfinished.Message, StringComparison.Ordinal);

        Assert.Equal(ClipDataset.Count, await EncodeAsync("stopped", workers: 1));

        Assert.Equal(Sums(tiny.Latents), Sums(_folder.At("stopped")));
        Assert.Equal(5, Sums(tiny.Latents).Count(letter => letter == '\n'));  // shards, facts, the empty instruction
    }

    [Fact]
    public void Clips_that_are_encoded_while_they_are_read_are_the_samples_of_the_folder()
    {
        set_num_threads(1);
        using var scope = NewDisposeScope();
        using var encoded = new ShardedSamples(tiny.Latents);
        using var clips = new ShardedSamples(_clips, new(Model()));

        Assert.Equal(encoded.Fingerprint, clips.Fingerprint);
        Assert.Equal(encoded.Buckets, clips.Buckets);
        Assert.Equal(ClipDataset.Count, clips.Buckets.Count);
        AssertSame(encoded.NoInstruction.Tokens, clips.NoInstruction.Tokens);
        foreach (var number in (int[])[0, 3, 5])
        {
            var (expected, actual) = (encoded.Read(number), clips.Read(number));
            AssertSame(expected.Source, actual.Source);
            AssertSame(expected.Target, actual.Target);
            AssertSame(expected.Text.Tokens, actual.Text.Tokens);
            AssertSame(expected.Text.Mask, actual.Text.Mask);
            AssertSame(expected.Text.Pooled, actual.Text.Pooled);
        }
        Assert.Equal([4, 2, 8, 12], encoded.Read(0).Source.shape);
        Assert.Equal([4, 3, 12, 8], encoded.Read(5).Target.shape);
        Assert.False(encoded.Read(0).Source.equal(encoded.Read(0).Target).all().ToBoolean());
    }

    [Fact]
    public async Task A_folder_takes_the_latents_of_one_dataset_and_one_model()
    {
        var otherClips = await ClipDataset.WriteAsync(_folder.At("other-clips"), seed: 2);
        var otherModel = TinyNano.Write(_folder.At("other-model"), seed: 8);

        var dataset = await Assert.ThrowsAsync<InvalidDataException>(
            () => EncodeAsync(tiny.Latents, otherClips, _model));
        var model = await Assert.ThrowsAsync<InvalidDataException>(
            () => EncodeAsync(tiny.Latents, _clips, otherModel));

        Assert.Contains("has latents of another dataset", dataset.Message, StringComparison.Ordinal);
        Assert.Contains("has latents of model with other weights", model.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_shard_of_clips_is_named_and_leaves_nothing()
    {
        foreach (var path in Directory.GetFiles(_clips, "*", SearchOption.AllDirectories))
        {
            var copy = _folder.At($"damaged/{Path.GetRelativePath(_clips, path)}");
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
        var shard = _folder.At("damaged/shards/48x32x9-00000.tar");
        var bytes = await File.ReadAllBytesAsync(shard);
        bytes[1000] ^= 1;
        await File.WriteAllBytesAsync(shard, bytes);

        var error = await Assert.ThrowsAsync<InvalidDataException>(
            () => EncodeAsync("latents", _folder.At("damaged"), _model));

        Assert.Contains($"{shard} is damaged: its SHA-256 is", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(_folder.At("latents/shards")).Length);
    }

    [Fact]
    public async Task A_sample_that_cannot_be_encoded_is_named()
    {
        var words = await ClipDataset.WriteAsync(_folder.At("words"), instruction: "make it purple");
        var single = await ClipDataset.WriteAsync(_folder.At("single"), roles: "source");

        var word = await Assert.ThrowsAsync<InvalidDataException>(() => EncodeAsync("a", words, _model));
        var clip = await Assert.ThrowsAsync<InvalidDataException>(() => EncodeAsync("b", single, _model));

        Assert.Contains("32x48x5-00000.tar: film-101 cannot be encoded: \"purple\" is not", word.Message,
            StringComparison.Ordinal);
        Assert.Contains("32x48x5-00000.tar: film-101 has no original.mp4: it is no pair", clip.Message,
            StringComparison.Ordinal);
    }

    private Task<int> EncodeAsync(string output, int workers, Stop? stop = null) =>
        EncodeAsync(output, _clips, _model, workers, stop);

    private async Task<int> EncodeAsync(string output, string clips, string model, int workers = 1, Stop? stop = null)
    {
        using var encoding = new DatasetEncoding(
            clips, Path.Combine(_folder.Path, output), ModelFolder.Load(model, parts: SampleEncoder.Parts), workers);
        return await encoding.RunAsync(stop, stop?.Token ?? CancellationToken.None);
    }

    private EditModel Model() => ModelFolder.Load(_model, parts: SampleEncoder.Parts);

    private static string Sums(string folder) => File.ReadAllText(Path.Combine(folder, "sha256sums"));

    private static void AssertSame(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(expected.bytes.SequenceEqual(actual.bytes));
    }

    /// <summary>Cancels after a number of samples.</summary>
    private sealed class Stop(CancellationTokenSource source, int after) : IProgress<StepReport>
    {
        public CancellationToken Token => source.Token;

        public void Report(StepReport value)
        {
            if (value.Step == after)
                source.Cancel();
        }
    }
}
