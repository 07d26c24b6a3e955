// B batch, C channels, T frames, H and W sides

using static TorchSharp.torch;

namespace Mesh.Models.CausalVae3d;

/// <summary>
/// Runs a network over overlapping tiles, time outside and space inside, as the reference does: blended from above,
/// then from the left, then from the past, always with neighbours that are blended already.
/// </summary>
/// <param name="Space">Tiles along height and width.</param>
/// <param name="Time">Tiles along time.</param>
/// <param name="Run">The network, [B, C, T, H, W] in and out.</param>
/// <remarks>One tile is computed at a time; of a finished one only its kept part and its borders stay.</remarks>
internal sealed record TiledPass(TileRule Space, TileRule Time, Func<Tensor, Tensor> Run)
{
    /// <param name="x">[B, C, T, H, W].</param>
    public Tensor Over(Tensor x)
    {
        if (x.shape[2] <= Time.Limit)
            return OverSpace(x);

        using var scope = NewDisposeScope();
        var kept = new List<Tensor>();
        Tensor? past = null;
        foreach (var (start, length) in Time.Tiles(x.shape[2]))
            past = TimeTile(x.narrow(2, start, length), past, kept);
        return cat(kept, 2).MoveToOuterDisposeScope();
    }

    // Adds what the tile gives to the output; returns the end that the next one fades in from.
    private Tensor TimeTile(Tensor x, Tensor? past, List<Tensor> kept)
    {
        using var scope = NewDisposeScope();
        var tile = OverSpace(x);
        if (past is not null)
        {
            tile = tile.narrow(2, 1, tile.shape[2] - 1);
            TileBlend.Into(past, tile, 2, Time.Blend);
        }
        var keep = Math.Min(tile.shape[2], past is null ? Time.Keep + 1 : Time.Keep);
        kept.Add(tile.narrow(2, 0, keep).clone().MoveToOuterDisposeScope());
        return TileBlend.End(tile, 2, Time.Blend).MoveToOuterDisposeScope();
    }

    private Tensor OverSpace(Tensor x)
    {
        if (x.shape[3] <= Space.Limit && x.shape[4] <= Space.Limit)
            return Run(x);

        using var scope = NewDisposeScope();
        var (rows, columns) = (Space.Tiles(x.shape[3]), Space.Tiles(x.shape[4]));
        var above = new Tensor?[columns.Count];  // lower borders of the row before
        var result = new List<Tensor>();
        foreach (var (top, height) in rows)
        {
            using var rowScope = NewDisposeScope();
            var row = x.narrow(3, top, height);
            result.Add(Row(row, columns, above).MoveToOuterDisposeScope());
            foreach (var border in above)
                border!.MoveToOuterDisposeScope();
        }
        return cat(result, 3).MoveToOuterDisposeScope();
    }

    private Tensor Row(Tensor row, IReadOnlyList<(long Start, long Length)> columns, Tensor?[] above)
    {
        var kept = new List<Tensor>();
        Tensor? left = null;
        for (var j = 0; j < columns.Count; j++)
        {
            using var scope = NewDisposeScope();
            var tile = Run(row.narrow(4, columns[j].Start, columns[j].Length));
            if (above[j] is { } over)
                TileBlend.Into(over, tile, 3, Space.Blend);
            if (left is not null)
                TileBlend.Into(left, tile, 4, Space.Blend);

            above[j]?.Dispose();
            above[j] = TileBlend.End(tile, 3, Space.Blend).MoveToOuterDisposeScope();
            left = TileBlend.End(tile, 4, Space.Blend).MoveToOuterDisposeScope();
            var part = tile
                .narrow(3, 0, Math.Min(tile.shape[3], Space.Keep)).narrow(4, 0, Math.Min(tile.shape[4], Space.Keep));
            kept.Add(part.clone().MoveToOuterDisposeScope());
        }
        return cat(kept, 4);
    }
}
