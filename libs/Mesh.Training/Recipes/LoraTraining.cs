namespace Mesh.Training.Recipes;

/// <summary>Trains low-rank updates of some linear layers and leaves the network as it is.</summary>
/// <param name="Rank">r, at least 1.</param>
/// <param name="Alpha">The update is scaled by alpha / r.</param>
public sealed record LoraTraining(int Rank, double Alpha)
{
    /// <summary>Names of the layers: each ends the path of some, as "img_attn_qkv" or "double_blocks.0.img_attn_qkv".
    /// </summary>
    public IReadOnlyList<string> Targets { get; init; } =
        ["img_attn_qkv", "img_attn_proj", "txt_attn_qkv", "txt_attn_proj", "linear1", "linear2"];

    /// <summary>Whether a layer is updated.</summary>
    public bool Adapts(string layer) => Targets.Any(target => IsAt(layer, target));

    /// <summary>Every name must end the path of a layer.</summary>
    /// <param name="layers">Paths of the layers that can be updated.</param>
    /// <exception cref="ArgumentException">One does not; tells the names there are.</exception>
    public void Require(IReadOnlyCollection<string> layers)
    {
        if (Targets.FirstOrDefault(target => !layers.Any(layer => IsAt(layer, target))) is not { } unknown)
            return;
        var names = layers.Select(layer => layer.Split('.')[^1]).Distinct().Order(StringComparer.Ordinal);
        throw new ArgumentException($"The network has no linear layer '{unknown}' to update; there are "
            + $"{string.Join(", ", names)}.");
    }

    public override string ToString() => $"rank {Rank}, alpha {Alpha}, {string.Join(" ", Targets)}";

    private static bool IsAt(string layer, string target) =>
        layer == target || layer.EndsWith($".{target}", StringComparison.Ordinal);
}
