using Mesh.Models;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Editing.Stages;

/// <summary>What a condition was made of.</summary>
/// <param name="Model">Name of the model that encoded it.</param>
/// <param name="Instruction">What to change, in words.</param>
/// <param name="Guidance">The scale it was made for; 1 is without the negative prompt.</param>
/// <param name="NegativePrompt">What guidance leads away from.</param>
public sealed record ConditionFacts(string Model, string Instruction, double Guidance, string NegativePrompt);

/// <summary>A condition as a safetensors file.</summary>
/// <remarks>
/// Tensors: prompted.tokens [1, L, C], prompted.mask [1, L] (int64), prompted.pooled [1, P], and the same under
/// unprompted when there is guidance.
/// </remarks>
public static class ConditionFile
{
    private const string Prompted = "prompted";
    private const string Unprompted = "unprompted";

    /// <summary>The tensors of a condition by name; still owned by it.</summary>
    public static IReadOnlyDictionary<string, Tensor> Tensors(EditCondition condition)
    {
        var tensors = new Dictionary<string, Tensor>();
        Add(Prompted, condition.Prompted);
        if (condition.Unprompted is { } unprompted)
            Add(Unprompted, unprompted);
        return tensors;

        void Add(string name, TextCondition text)
        {
            tensors[$"{name}.tokens"] = text.Tokens;
            tensors[$"{name}.mask"] = text.Mask;
            tensors[$"{name}.pooled"] = text.Pooled;
        }
    }

    /// <summary>A condition of tensors by name; it owns what <paramref name="tensor"/> returns.</summary>
    /// <param name="has">Whether there is a tensor of a name.</param>
    /// <param name="tensor">Gets one; throws when it is missing.</param>
    public static EditCondition Of(Func<string, bool> has, Func<string, Tensor> tensor)
    {
        return new(Text(Prompted), has($"{Unprompted}.tokens") ? Text(Unprompted) : null);

        TextCondition Text(string name) =>
            new(tensor($"{name}.tokens"), tensor($"{name}.mask"), tensor($"{name}.pooled"));
    }

    public static void Write(string path, EditCondition condition, ConditionFacts facts) =>
        SafetensorsWriter.Save(path, Tensors(condition), StageMetadata.Of(facts));

    /// <param name="path">The file.</param>
    /// <param name="device">Where the tensors go; null is the CPU.</param>
    /// <exception cref="InvalidDataException">The file is no condition.</exception>
    public static (EditCondition Condition, ConditionFacts Facts) Read(string path, Device? device = null)
    {
        using var file = SafetensorsFile.Open(path);
        var facts = StageMetadata.Read<ConditionFacts>(file);
        return (Of(file.Entries.ContainsKey, name => file.Entries.ContainsKey(name)
            ? file.Read(name, device: device)
            : throw new InvalidDataException($"{path} is no condition: it has no tensor '{name}'.")), facts);
    }
}
