using Mesh.Contracts.Objects.V1;
using Mesh.Contracts.Tensors;
using Mesh.Editing;
using Mesh.Editing.Stages;
using Mesh.ServiceDefaults.Errors;
using Mesh.Serving.Wire;
using static TorchSharp.torch;

namespace Mesh.Dit;

/// <summary>The tensors of a call, checked against the model that is to take them.</summary>
/// <param name="Condition">What to change.</param>
/// <param name="Source">What the model is shown, [1, SourceChannels, T, h, w], float32.</param>
internal sealed record DenoiseInput(EditCondition Condition, Tensor Source) : IDisposable
{
    private const string SourceName = "source";

    /// <exception cref="InvalidRequestException">A tensor is missing, unknown, or does not fit the model.</exception>
    public static DenoiseInput Of(IReadOnlyDictionary<string, WireTensor> tensors, ModelDescription model)
    {
        var shapes = model.Shapes;
        var source = shapes.SourceChannels ?? shapes.LatentChannels;
        foreach (var (name, tensor) in tensors)
        {
            Require(tensor, name switch
            {
                SourceName => ([1, source, null, null, null], IsFloat32, "float32"),
                "prompted.tokens" or "unprompted.tokens" => ([1, null, shapes.TextChannels], IsFloat, "a float type"),
                "prompted.mask" or "unprompted.mask" => ([1, null], type => type == DType.Int64, "int64"),
                "prompted.pooled" or "unprompted.pooled" => ([1, shapes.PooledChannels], IsFloat, "a float type"),
                _ => throw new InvalidRequestException(name, "is no tensor of a condition, nor \"source\""),
            });
        }
        RequireSameLength("prompted", tensors);
        RequireSameLength("unprompted", tensors);
        var shown = Get(SourceName).ToTensor();
        return new(ConditionFile.Of(tensors.ContainsKey, name => Get(name).ToTensor()), shown);

        WireTensor Get(string name) => tensors.TryGetValue(name, out var tensor)
            ? tensor
            : throw new InvalidRequestException(name, "is missing");
    }

    public void Dispose()
    {
        Condition.Dispose();
        Source.Dispose();
    }

    private static void RequireSameLength(string text, IReadOnlyDictionary<string, WireTensor> tensors)
    {
        if (tensors.TryGetValue($"{text}.tokens", out var tokens)
            && tensors.TryGetValue($"{text}.mask", out var mask)
            && tokens.Shape[1] != mask.Shape[1])
        {
            throw new InvalidRequestException(
                mask.Name, $"must be [1, {tokens.Shape[1]}] like {tokens.Name}, got [1, {mask.Shape[1]}]");
        }
    }

    private static void Require(
        WireTensor tensor, (long?[] Shape, Func<DType, bool> IsType, string Type) expected)
    {
        var fits = tensor.Shape.Count == expected.Shape.Length
            && tensor.Shape.Zip(expected.Shape).All(
                pair => pair.Second is { } length ? pair.First == length : pair.First > 0);
        if (!fits)
        {
            throw new InvalidRequestException(tensor.Name,
                $"must be [{string.Join(", ", expected.Shape.Select(length => length?.ToString() ?? "*"))}], "
                + $"got [{string.Join(", ", tensor.Shape)}]");
        }
        if (!expected.IsType(tensor.DType))
            throw new InvalidRequestException(tensor.Name, $"must be of {expected.Type}, got {tensor.DType}");
    }

    private static bool IsFloat32(DType type) => type == DType.Float32;

    private static bool IsFloat(DType type) => type is DType.Float32 or DType.Float16 or DType.Bfloat16;
}
