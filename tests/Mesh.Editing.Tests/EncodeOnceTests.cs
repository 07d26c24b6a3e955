using Mesh.Editing.Caching;
using Mesh.Models;
using Mesh.TestKit;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Editing.Tests;

/// <summary>What was encoded once is not encoded again.</summary>
public sealed class EncodeOnceTests : IDisposable
{
    private const int Windows = 2;

    private readonly TemporaryFolder _folder = new();
    private readonly EditModel _networks;
    private readonly CountingVae _vae;
    private readonly CountingText _text;
    private readonly EditModel _model;

    public EncodeOnceTests()
    {
        _networks = ModelFolder.Load(TinyNano.Write(_folder.At("tiny")));
        (_vae, _text) = (new(_networks), new(_networks));
        _model = new(
            _networks.Description, _networks.Place, ModelParts.All, () => _text, () => _vae, () => _networks.Denoiser);
    }

    public void Dispose()
    {
        _model.Dispose();
        _networks.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Ten_instructions_on_one_film_encode_it_once()
    {
        var film = await TinyFilm.WriteAsync(_folder.At("in.mp4"), 6);

        for (var i = 0; i < 10; i++)
        {
            var words = i % 2 == 0 ? "make it red" : "make it blue";
            await new VideoEditor(_model).EditAsync(new(film, words, _folder.At("out.mp4")) { Seed = i });
        }

        Assert.Equal(Windows, _vae.Encodes);
        Assert.Equal(["make it red", "", "make it blue"], _text.Read);
    }

    [Fact]
    public async Task Another_film_is_encoded()
    {
        var one = await TinyFilm.WriteAsync(_folder.At("one.mp4"), 6);
        var other = await TinyFilm.WriteAsync(_folder.At("other.mp4"), 6, width: 44);

        foreach (var film in (string[])[one, other, one])
            await new VideoEditor(_model).EditAsync(new(film, "make it red", _folder.At("out.mp4")));

        Assert.Equal(2 * Windows, _vae.Encodes);
    }

    [Fact]
    public void What_is_kept_stays_within_its_bytes_and_the_latest_stays()
    {
        using var cache = new TensorCache(limit: 100);
        var made = new List<string>();

        foreach (var key in (string[])["a", "b", "a", "c", "a", "b"])
            Get(key);

        Assert.Equal(["a", "b", "c", "b"], made);

        void Get(string key)
        {
            using var scope = NewDisposeScope();
            cache.Get(key, () =>
            {
                made.Add(key);
                return [zeros(10)];
            });
        }
    }

    [Fact]
    public void What_failed_is_tried_again()
    {
        using var cache = new TensorCache(limit: 100);

        Assert.Throws<IOException>(() => cache.Get("a", () => throw new IOException()));

        Assert.Equal(3, cache.Get("a", () => [ones(3)])[0].sum().ToSingle());
    }

    private sealed class CountingVae(EditModel inner) : IVideoVae
    {
        public int Encodes { get; private set; }

        public int LatentChannels => inner.Vae.LatentChannels;

        public int SpatialFactor => inner.Vae.SpatialFactor;

        public int TemporalFactor => inner.Vae.TemporalFactor;

        public Tensor Encode(Tensor video)
        {
            Encodes++;
            return inner.Vae.Encode(video);
        }

        public Tensor Decode(Tensor latent) => inner.Vae.Decode(latent);
    }

    private sealed class CountingText(EditModel inner) : ITextEncoder
    {
        public List<string> Read { get; } = [];

        public TextCondition Encode(IReadOnlyList<string> instructions)
        {
            Read.AddRange(instructions);
            return inner.Text.Encode(instructions);
        }
    }
}
