using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How tensors are written when nothing else is said.</summary>
    public static TensorStringStyle TensorStringStyle { get; set; } = TensorStringStyle.Julia;

    public partial class Tensor
    {
        /// <summary>Shape, dtype and device.</summary>
        public override string ToString() => IsInvalid ? "disposed tensor" : TensorText.Metadata(this);

        /// <summary>The tensor's meta data, or in another style than Metadata its elements.</summary>
        public string ToString(
            TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null,
            string? newLine = null) => style == TensorStringStyle.Metadata
                ? TensorText.Metadata(this)
                : TensorText.Values(this, fltFormat, newLine);
    }
}

public static partial class TensorExtensionMethods
{
    /// <summary>The elements as text; long dimensions are shortened.</summary>
    public static string str(
        this torch.Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null,
        CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default) =>
        tensor.ToString(style, fltFormat, width, cultureInfo, newLine);

    public static string npstr(
        this torch.Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null,
        CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Numpy, fltFormat, width, cultureInfo, newLine);

    public static string metastr(this torch.Tensor tensor) => TensorText.Metadata(tensor);

    /// <summary>Writes the elements to the console.</summary>
    public static torch.Tensor print(
        this torch.Tensor t, string? fltFormat = "g5", int? width = 100, string? newLine = null,
        CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default)
    {
        Console.WriteLine(t.str(fltFormat, width, newLine, cultureInfo, style));
        return t;
    }
}
