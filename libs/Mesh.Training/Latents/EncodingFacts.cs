using System.Security.Cryptography;
using System.Text.Json;
using Mesh.Editing;
using static TorchSharp.torch;

namespace Mesh.Training.Latents;

/// <summary>What a folder of latents was made of and with; it is written before the first of them.</summary>
/// <param name="Dataset">Hash of the names and checksums of the clips.</param>
/// <param name="Model">Name of the model that encodes.</param>
/// <param name="Networks">Hash of what its networks make of a fixed picture and no words.</param>
/// <param name="Latents">In words.</param>
internal sealed record EncodingFacts(string Dataset, string Model, string Networks, string Latents)
{
    public const string FileName = "encoding.json";

    private const long Side = 64;

    /// <summary>Reads what a dataset and an encoder are; weights are told by what they compute.</summary>
    public static EncodingFacts Of(DatasetSums dataset, EditModel model, SampleEncoder encoder)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var ramp = linspace(-1, 1, Side * Side).view(1, 1, 1, Side, Side).expand(1, 3, 1, Side, Side).contiguous();
        var latent = model.Vae.Encode(ramp.to(model.Place.DType, model.Place.Device)).cpu().contiguous();
        var text = encoder.EncodeText("");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in (Tensor[])[latent, text.Tokens, text.Mask, text.Pooled])
            hash.AppendData(part.contiguous().bytes);
        return new(dataset.Hash, model.Name, Convert.ToHexStringLower(hash.GetHashAndReset()), $"{encoder.Shapes}");
    }

    /// <summary>Says in a folder what it is for, or agrees with what it says.</summary>
    /// <exception cref="InvalidDataException">It is for another dataset or model.</exception>
    public void Claim(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            var fresh = $"{path}.{Guid.NewGuid():N}";
            File.WriteAllText(fresh, JsonSerializer.Serialize(this));
            File.Move(fresh, path, overwrite: true);
            return;
        }
        var there = JsonSerializer.Deserialize<EncodingFacts>(File.ReadAllText(path))!;
        if (there.Dataset != Dataset)
            throw new InvalidDataException($"{folder} has latents of another dataset: choose another folder.");
        if (there.Networks != Networks)
        {
            throw new InvalidDataException($"{folder} has latents of {there.Model} with other weights, or from a "
                + "machine that rounds otherwise: choose another folder.");
        }
    }
}
