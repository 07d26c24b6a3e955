using Mesh.Models.MmDit;
using Mesh.Tensors;

namespace Mesh.Editing.Families;

/// <summary>The shape of HunyuanVideo's transformer, read off its tensors: it is published without a config.</summary>
internal static class PublishedTransformer
{
    private const string Embedder = "img_in.proj.weight";

    // The released network splits 128 channels of a head so; by default the three axes share them.
    private static readonly (int HeadDim, int[] Channels) Released = (128, [16, 56, 56]);

    /// <summary>Whether these are the tensors of such a transformer.</summary>
    public static bool IsOne(Checkpoint checkpoint) => checkpoint.Entries.ContainsKey(Embedder)
        && checkpoint.Entries.ContainsKey("double_blocks.0.img_attn_q_norm.weight")
        && checkpoint.Entries.ContainsKey("txt_in.input_embedder.weight");

    /// <exception cref="InvalidDataException">A tensor that tells a size is missing.</exception>
    public static MmDitConfig Read(Checkpoint checkpoint)
    {
        var patch = Shape(Embedder);
        var head = (int)Shape("double_blocks.0.img_attn_q_norm.weight")[0];
        var hidden = (int)patch[0];
        return new()
        {
            InChannels = (int)patch[1],
            OutChannels = (int)(Shape("final_layer.linear.weight")[0] / (patch[2] * patch[3] * patch[4])),
            PatchSize = [(int)patch[2], (int)patch[3], (int)patch[4]],
            HiddenSize = hidden,
            NumHeads = hidden / head,
            RopeChannels = head == Released.HeadDim ? Released.Channels : [head / 3, head / 3, head / 3],
            MlpRatio = (double)Shape("double_blocks.0.img_mlp.fc1.weight")[0] / hidden,
            NumDoubleBlocks = Count("double_blocks."),
            NumSingleBlocks = Count("single_blocks."),
            NumRefinerBlocks = Count("txt_in.individual_token_refiner.blocks."),
            TextChannels = (int)Shape("txt_in.input_embedder.weight")[1],
            PooledChannels = (int)Shape("vector_in.in_layer.weight")[1],
            FreqDim = (int)Shape("time_in.mlp.0.weight")[1],
            GuidanceEmbed = checkpoint.Entries.ContainsKey("guidance_in.mlp.0.weight"),
        };

        long[] Shape(string name) => checkpoint.Entries.TryGetValue(name, out var entry)
            ? entry.Shape
            : throw new InvalidDataException($"{checkpoint.Path} has no tensor '{name}'.");

        int Count(string prefix) => checkpoint.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..].Split('.')[0]).Distinct().Count();
    }
}
