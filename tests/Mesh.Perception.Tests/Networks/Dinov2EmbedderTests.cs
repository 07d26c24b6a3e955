using Mesh.Perception.Networks;

namespace Mesh.Perception.Tests.Networks;

public sealed class Dinov2EmbedderTests : IDisposable
{
    private readonly GoldenFolder _folder = GoldenFolder.Dinov2();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_near_duplicate_is_nearer_than_another_clip()
    {
        using var embedder = Dinov2Embedder.Load(_folder.Path);
        var clip = Enumerable.Range(0, 3).Select(i => Pictures.Waves(48, 40, i)).ToArray();
        var again = clip.Select((frame, i) => Pictures.Noisy(frame, i)).ToArray();
        var other = Enumerable.Range(7, 3).Select(i => Pictures.Waves(48, 40, i)).ToArray();

        var vector = embedder.Embed(clip);

        Assert.Equal(embedder.Dimensions, vector.Length);
        Assert.Equal(1, Dot(vector, vector), 4);
        var (near, far) = (1 - Dot(vector, embedder.Embed(again)), 1 - Dot(vector, embedder.Embed(other)));
        Assert.True(10 * near < far, $"distances {near} and {far}");
    }

    [Fact]
    public void The_length_of_a_batch_has_no_influence()
    {
        using var embedder = Dinov2Embedder.Load(_folder.Path);
        var frame = Pictures.Waves(48, 40, 1);

        var (one, many) = (embedder.Embed([frame]), embedder.Embed([.. Enumerable.Repeat(frame, 19)]));

        Assert.All(one.Zip(many), pair => Assert.Equal(pair.First, pair.Second, 4));
    }

    [Fact]
    public void Frames_of_two_sizes_are_refused()
    {
        using var embedder = Dinov2Embedder.Load(_folder.Path);

        var error = Assert.Throws<ArgumentException>(
            () => embedder.Embed([Pictures.Waves(48, 40, 1), Pictures.Waves(40, 48, 1)]));

        Assert.Contains("48x40 and 40x48", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.safetensors", "must hold one checkpoint")]
    [InlineData("config.json", "config.json is missing")]
    public void A_missing_file_is_named(string file, string reason)
    {
        File.Delete(_folder.In(file));

        var error = Assert.Throws<PerceptionException>(() => Dinov2Embedder.Load(_folder.Path));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static double Dot(float[] a, float[] b) => a.Zip(b).Sum(pair => (double)pair.First * pair.Second);
}
