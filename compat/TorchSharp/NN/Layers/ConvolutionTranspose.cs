using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the transposed convolutions share.</summary>
public abstract class ConvolutionTranspose : Convolution
{
    protected ConvolutionTranspose(
        string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding,
        Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias,
        PaddingModes padding_mode, Device? device = null, ScalarType? dtype = null)
        : base(
            name, in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, transposed,
            output_padding, groups, bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input) => forward(input, null);

    /// <param name="input">[B, in, ...].</param>
    /// <param name="output_size">Spatial sizes wanted; null takes the smallest possible plus output_padding.</param>
    public abstract Tensor forward(Tensor input, long[]? output_size);

    /// <summary>What to add at the end of each dimension so that the result has the wanted sizes.</summary>
    /// <exception cref="ArgumentException">No output padding gives those sizes.</exception>
    protected long[] _output_padding(
        Tensor input, long[]? output_size, long[] kernel_size, long[] stride, long[] padding, long[] dilation,
        long num_spatial_dims)
    {
        if (output_size is null)
            return output_padding;
        var n = (int)num_spatial_dims;
        var wanted = output_size[^n..];
        var given = input.shape[^n..];
        var extra = new long[n];
        for (var i = 0; i < n; i++)
        {
            var smallest = (given[i] - 1) * stride[i] - 2 * padding[i] + dilation[i] * (kernel_size[i] - 1) + 1;
            extra[i] = wanted[i] - smallest;
            if (extra[i] < 0 || extra[i] >= stride[i])
                throw new ArgumentException(
                    $"Requested size {wanted[i]} is not within {smallest} and {smallest + stride[i] - 1}.");
        }
        return extra;
    }
}
