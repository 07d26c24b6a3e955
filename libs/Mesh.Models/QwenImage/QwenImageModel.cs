using Mesh.Models.JointDit;
using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.QwenImage;

// B batch, Li image tokens with those of references, Lt text tokens, C hidden size

/// <summary>The transformer of Qwen-Image-Edit; state-dict keys are the published ones.</summary>
/// <remarks>Qwen-Image report, arXiv:2508.02324, section 2.</remarks>
public sealed class QwenImageModel : Module<QwenImageInput, Tensor>
{
    private const double Theta = 10_000;
    private const double TimeScale = 1000;

    private readonly Module<Tensor, Tensor> img_in;
    private readonly RmsNorm txt_norm;
    private readonly Module<Tensor, Tensor> txt_in;
    private readonly TimeEmbed time_text_embed;
    private readonly ModuleList<QwenImageBlock> transformer_blocks;
    private readonly SiluLinear norm_out;
    private readonly Module<Tensor, Tensor> proj_out;

    /// <param name="config">Shape of the network.</param>
    /// <param name="layers">Makes the layers; null for float32 on the CPU.</param>
    /// <exception cref="ArgumentException">Two settings of the config contradict each other.</exception>
    public QwenImageModel(QwenImageConfig config, Layers? layers = null)
        : base(nameof(QwenImageModel))
    {
        config.Validate();
        layers ??= Layers.Default;
        Config = config;
        var C = config.HiddenSize;
        img_in = layers.Linear(nameof(img_in), config.InChannels, C, bias: true);
        txt_norm = new RmsNorm(config.TextChannels, layers);
        txt_in = layers.Linear(nameof(txt_in), config.TextChannels, C, bias: true);
        time_text_embed = new TimeEmbed(C, layers);
        transformer_blocks = new ModuleList<QwenImageBlock>(
            [.. Enumerable.Range(0, config.NumLayers).Select(_ => new QwenImageBlock(config, layers))]);
        norm_out = new SiluLinear(C, 2 * C, layers);
        proj_out = layers.Linear(nameof(proj_out), C, 4 * config.OutChannels, bias: true);
        RegisterComponents();
    }

    public QwenImageConfig Config { get; }

    /// <returns>
    /// Velocity, noise minus picture, of every image token, [B, Li, 4 OutChannels]; only those of the noisy picture,
    /// the first ones, are a prediction.
    /// </returns>
    /// <exception cref="ShapeException">A tensor does not fit the config or the grids.</exception>
    public override Tensor forward(QwenImageInput input)
    {
        Require(input);
        using var scope = NewDisposeScope();
        var dtype = img_in.parameters().First().dtype;
        var image = img_in.call(input.Tokens.to(dtype));                                // [B, Li, C]
        var text = txt_in.call(txt_norm.call(input.Text.to(dtype)));                    // [B, Lt, C]
        var condition = Time(input.Time);                                               // [B, C]
        using var rope = Rope.OfPositions(
            QwenImagePositions.Of(input.Pictures, text.shape[1], Config.CentredPositions, image.device),
            Config.RopeChannels, Theta);
        var context = new JointContext(
            Config.CleanReferences ? PerToken(input, condition) : condition, condition, rope, Mask(input, dtype));

        var x = new JointStreams(image, text);
        foreach (var block in transformer_blocks)
        {
            var next = block.call(x, context);
            x = new JointStreams(next.Image.InPlaceOf(x.Image), next.Text.InPlaceOf(x.Text));
        }
        return proj_out.call(norm_out.Normed(x.Image, condition)).MoveToOuterDisposeScope();
    }

    private Tensor Time(Tensor time) => time_text_embed.call(time.to(ScalarType.Float32) * TimeScale);

    // The noisy picture at its own time, references at time 0.
    private Tensor PerToken(QwenImageInput input, Tensor condition)
    {
        var clean = Time(zeros_like(input.Time));
        var (noisy, all) = (input.Pictures[0].Count, input.Tokens.shape[1]);
        return cat(
            [condition.unsqueeze(1).expand(-1, noisy, -1), clean.unsqueeze(1).expand(-1, all - noisy, -1)], 1);
    }

    private static Tensor? Mask(QwenImageInput input, ScalarType dtype)
    {
        if (input.Mask is null)
            return null;
        var pictures = ones([input.Mask.shape[0], input.Tokens.shape[1]], input.Mask.dtype, input.Mask.device);
        return KeyMask.Additive(cat([input.Mask, pictures], 1), dtype);
    }

    private void Require(QwenImageInput input)
    {
        var count = input.Pictures.Sum(grid => grid.Count);
        if (input.Tokens.shape is not [_, var Li, var channels] || Li != count || channels != Config.InChannels)
            throw new ShapeException(nameof(input.Tokens), $"[B, {count}, {Config.InChannels}]", input.Tokens.shape);
        if (input.Text.shape is not [_, _, var text] || text != Config.TextChannels)
            throw new ShapeException(nameof(input.Text), $"[B, Lt, {Config.TextChannels}]", input.Text.shape);
    }

    private sealed class TimeEmbed : Module<Tensor, Tensor>
    {
        private readonly ConditionEmbedder timestep_embedder;

        public TimeEmbed(long channels, Layers layers)
            : base(nameof(TimeEmbed))
        {
            timestep_embedder = new ConditionEmbedder(ConditionEmbedder.Frequencies, channels, layers);
            RegisterComponents();
        }

        public override Tensor forward(Tensor timestep) => timestep_embedder.OfNumber(timestep);
    }
}
