using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the convolutions share: settings, weight, bias and their start.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))]
    protected Parameter? _weight;
    [ComponentName(Name = nameof(bias))]
    protected Parameter? _bias;
    /// <summary>The padding as nn.functional.pad takes it, last dimension first.</summary>
    protected long[] _reversed_padding_repeated_twice = [];

    protected Convolution(
        string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding,
        Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias,
        PaddingModes padding_mode, Device? device = null, ScalarType? dtype = null)
        : base(name)
    {
        if (transposed && padding_mode != PaddingModes.Zeros)
            throw new ArgumentException("Only PaddingModes.Zeros is supported for ConvTransposeND");
        if (in_channels % groups != 0 || out_channels % groups != 0)
            throw new ArgumentException(
                $"Channels {in_channels} and {out_channels} must be divisible by groups {groups}.");
        (this.in_channels, this.out_channels, this.groups) = (in_channels, out_channels, groups);
        (this.kernel_size, this.stride, this.dilation) = (kernel_size, stride, dilation);
        (this.transposed, this.output_padding, this.padding_mode) = (transposed, output_padding, padding_mode);
        if (padding_type is { } type)
            SetPadding(type);
        else
            SetPadding(padding ?? new long[kernel_size.Length]);

        var (rows, columns) = transposed ? (in_channels, out_channels / groups) : (out_channels, in_channels / groups);
        weight = nn.Parameter(empty([rows, columns, .. kernel_size], dtype, device));
        if (bias)
            this.bias = nn.Parameter(empty([out_channels], dtype, device));
        reset_parameters();
    }

    public long in_channels { get; }

    public long out_channels { get; }

    public bool transposed { get; }

    public Padding? padding_type { get; private set; }

    public long[]? padding { get; private set; }

    public PaddingModes padding_mode { get; set; }

    public long groups { get; set; }

    public long[] kernel_size { get; set; }

    public long[] stride { get; set; }

    public long[] dilation { get; set; }

    public long[] output_padding { get; set; }

    /// <summary>[out, in / groups, kernel...]; transposed: [in, out / groups, kernel...].</summary>
    public Parameter weight
    {
        get => _weight!;
        set => _weight = Replaced(nameof(weight), _weight, value);
    }

    /// <summary>[out], or null.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => _bias = Replaced(nameof(bias), _bias, value);
    }

    /// <summary>Kaiming-uniform weight with a = sqrt(5), bias within 1 / sqrt(fan in).</summary>
    public void reset_parameters()
    {
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        var (fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
        if (bias is not null && fanIn != 0)
            nn.init.uniform_(bias, -1 / Math.Sqrt(fanIn), 1 / Math.Sqrt(fanIn));
    }

    public void SetPadding(long[] padding)
    {
        ArgumentNullException.ThrowIfNull(padding);
        (padding_type, this.padding) = (null, padding);
        _reversed_padding_repeated_twice = [.. padding.Reverse().SelectMany(side => new[] { side, side })];
    }

    public void SetPadding(Padding padding)
    {
        if (transposed)
            throw new ArgumentException("Cannot set padding type on ConvTransposeND");
        if (padding == Padding.Same && stride.Any(step => step != 1))
            throw new ArgumentException("padding='same' is not supported for strided convolutions");
        (padding_type, this.padding) = (padding, null);
        var totals = kernel_size.Zip(dilation, (size, gap) => padding == Padding.Same ? gap * (size - 1) : 0);
        _reversed_padding_repeated_twice =
            [.. totals.Reverse().SelectMany(total => new[] { total / 2, total - total / 2 })];
    }

    /// <summary>The input, its border filled unless the operator itself pads with zeros.</summary>
    private protected bool NeedsBorder => padding_mode is not (PaddingModes.Zeros or PaddingModes.Constant);

    private protected Tensor Bordered(Tensor input) =>
        nn.functional.pad(input, _reversed_padding_repeated_twice, padding_mode);

    private protected string PaddingName => padding_type == Padding.Same ? "same" : "valid";
}
