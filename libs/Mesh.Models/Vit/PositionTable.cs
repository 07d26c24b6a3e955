using static TorchSharp.torch;

namespace Mesh.Models.Vit;

/// <summary>Learned positions stretched over the grid of an image.</summary>
internal static class PositionTable
{
    private const double CellOffset = 0.1;

    /// <param name="table">The class token's row, then a square table row by row, [1, 1 + S S, C].</param>
    /// <param name="height">Cells of the image along height.</param>
    /// <param name="width">Cells along width.</param>
    /// <param name="rule">How it is stretched.</param>
    /// <returns>[1, 1 + height width, C]; the table itself when the image has its size.</returns>
    public static Tensor Over(Tensor table, long height, long width, PositionRule rule)
    {
        using var scope = NewDisposeScope();
        var side = (long)Math.Sqrt(table.shape[1] - 1);
        if (height == width && height * width == table.shape[1] - 1)
            return table.alias().MoveToOuterDisposeScope();

        var image = table.narrow(1, 1, side * side).view(1, side, side, -1).permute(0, 3, 1, 2);
        var stretched = Stretch(image.to(ScalarType.Float32), height, width, rule).to(table.dtype);
        var cells = stretched.permute(0, 2, 3, 1).reshape(1, height * width, -1);
        return cat([table.narrow(1, 0, 1), cells], 1).MoveToOuterDisposeScope();
    }

    private static Tensor Stretch(Tensor image, long height, long width, PositionRule rule)
    {
        const InterpolationMode Mode = InterpolationMode.Bicubic;
        if (rule == PositionRule.Resized)
            return nn.functional.interpolate(image, size: [height, width], mode: Mode, align_corners: false);

        var side = (double)image.shape[2];
        double[] factors = [(height + CellOffset) / side, (width + CellOffset) / side];
        return nn.functional.interpolate(image, scale_factor: factors, mode: Mode, align_corners: false);
    }
}
