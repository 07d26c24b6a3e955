using System.Globalization;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Writes tensors for people: a line about the tensor and, if asked for, its elements.</summary>
internal static class TensorText
{
    private const int Edge = 3;

    internal static string Metadata(Tensor tensor)
    {
        var text = $"[{string.Join("x", tensor.shape)}], type = {tensor.dtype}, device = {tensor.device}";
        return tensor.requires_grad ? text + ", requires_grad" : text;
    }

    internal static string Values(Tensor tensor, string? format, string? newLine)
    {
        if (tensor.is_meta)
            return Metadata(tensor);
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var text = new StringBuilder();
        Append(text, tensor.detach().cpu(), format ?? "g5", newLine ?? "\n", 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Tensor tensor, string format, string newLine, int depth)
    {
        if (tensor.ndim == 0)
        {
            text.Append(Number(tensor.ToScalar(), format));
            return;
        }
        text.Append('[');
        var length = tensor.shape[0];
        for (long k = 0; k < length; k++)
        {
            if (k > 0)
                text.Append(tensor.ndim == 1 ? ", " : "," + newLine + new string(' ', depth + 1));
            if (k == Edge && length > 2 * Edge)
            {
                text.Append("...");
                k = length - Edge - 1;
                continue;
            }
            using var part = tensor.select(0, k);
            Append(text, part, format, newLine, depth + 1);
        }
        text.Append(']');
    }

    private static string Number(Scalar value, string format) => value.Type switch
    {
        ScalarType.Bool => value.ToBoolean() ? "true" : "false",
        ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64 =>
            value.ToComplexFloat64().ToString(format, CultureInfo.InvariantCulture),
        _ when is_integral(value.Type) => value.ToInt64().ToString(CultureInfo.InvariantCulture),
        _ => value.ToDouble().ToString(format, CultureInfo.InvariantCulture),
    };
}
