using static TorchSharp.torch;

namespace Mesh.Models.QwenImage;

/// <summary>Where the tokens of text and pictures stand.</summary>
internal static class QwenImagePositions
{
    /// <param name="pictures">Grids of the noisy picture and of each reference.</param>
    /// <param name="textLength">Lt, padding included.</param>
    /// <param name="centred">Whether rows and columns count from the middle; the negative half is larger.</param>
    /// <param name="device">Where the result lies.</param>
    /// <returns>(picture, row, column) of each text token, then of each image token, [Lt + Li, 3].</returns>
    public static Tensor Of(IReadOnlyList<TokenGrid> pictures, long textLength, bool centred, Device device)
    {
        using var scope = NewDisposeScope();
        var start = pictures.Max(grid => Math.Max(End(grid.Rows, centred), End(grid.Columns, centred)));
        var text = (arange(textLength, ScalarType.Float32, device) + start).unsqueeze(1).expand(-1, 3);
        return cat([text, .. pictures.Select((grid, i) => OfPicture(grid, i, centred, device))], 0)
            .MoveToOuterDisposeScope();
    }

    private static Tensor OfPicture(TokenGrid grid, int picture, bool centred, Device device)
    {
        var (rows, columns) = grid;
        var row = Along(rows, centred, device).unsqueeze(1).expand(rows, columns).reshape(-1);
        var column = Along(columns, centred, device).unsqueeze(0).expand(rows, columns).reshape(-1);
        return stack([full_like(row, picture), row, column], 1);
    }

    private static Tensor Along(long count, bool centred, Device device) =>
        arange(count, ScalarType.Float32, device) - (centred ? count - count / 2 : 0);

    private static long End(long count, bool centred) => centred ? count / 2 : count;
}
