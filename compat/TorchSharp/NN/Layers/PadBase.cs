using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the padding layers share.</summary>
public abstract class PadBase : ParameterLessModule<Tensor, Tensor>
{
    private readonly PaddingModes _mode;

    protected PadBase(string name, PaddingModes mode, double value, params long[] padding)
        : base(name) => (_mode, this.value, this.padding) = (mode, value, padding);

    /// <summary>Left and right of the last dimension, then of the one before it, and so on.</summary>
    public long[] padding { get; set; }

    /// <summary>The number in the border, in constant mode.</summary>
    public double value { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.pad(input, padding, _mode, value);
}
