using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Rows of a table, picked by integer.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private readonly long? _paddingIndex;
    private readonly double? _maxNorm;
    private readonly double _normType;
    private readonly bool _scaleByFrequency;
    private readonly bool _sparse;
    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    internal Embedding(
        Parameter weight, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse)
        : base(nameof(Embedding))
    {
        var rows = weight.shape[0];
        if (padding_idx < -rows || padding_idx >= rows)
            throw new ArgumentException($"padding_idx {padding_idx} is not within num_embeddings {rows}.");
        _paddingIndex = padding_idx < 0 ? padding_idx + rows : padding_idx;
        _maxNorm = max_norm;
        _normType = norm_type;
        _scaleByFrequency = scale_grad_by_freq;
        _sparse = sparse;
        this.weight = weight;
    }

    /// <summary>[rows, channels].</summary>
    public Parameter? weight
    {
        get => _weight;
        set => _weight = Replaced(nameof(weight), _weight, value);
    }

    /// <param name="input">Row numbers, int32 or int64, [...].</param>
    /// <returns>[..., channels].</returns>
    public override Tensor forward(Tensor input)
    {
        if (_maxNorm is { } limit)
            Limit(input, limit);
        return Aten.embedding(_weight!, input, _paddingIndex ?? -1, _scaleByFrequency, _sparse);
    }

    private void Limit(Tensor input, double limit)
    {
        using var guard = no_grad();
        Aten.embedding_renorm_(_weight!, input, limit, _normType);
    }

    /// <summary>N(0, 1) rows; the padding row is zero.</summary>
    internal static Parameter Drawn(long rows, long channels, long? padding, Device? device, ScalarType? dtype)
    {
        using var scope = NewDisposeScope();
        var table = nn.Parameter(empty([rows, channels], dtype, device));
        nn.init.normal_(table);
        using var guard = no_grad();
        if (padding is { } row)
            table.select(0, row).zero_();
        return table;
    }
}
