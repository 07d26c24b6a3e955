using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Operators that have no public function of their own: products, norms, embeddings, attention.</summary>
internal static partial class Aten
{
    private static readonly Op Linear = new("linear");
    private static readonly Op Bilinear = new("bilinear");
    private static readonly Op LayerNorm = new("layer_norm");
    private static readonly Op GroupNorm = new("group_norm");
    private static readonly Op InstanceNorm = new("instance_norm");
    private static readonly Op BatchNorm = new("batch_norm");
    private static readonly Op Embedding = new("embedding");
    private static readonly Op EmbeddingRenormInPlace = new("embedding_renorm_");
    private static readonly Op OneHot = new("one_hot");
    private static readonly Op CosineSimilarity = new("cosine_similarity");
    private static readonly Op Dropout = new("dropout");
    private static readonly Op DropoutInPlace = new("dropout_");
    private static readonly Op FeatureDropout = new("feature_dropout");
    private static readonly Op FeatureDropoutInPlace = new("feature_dropout_");
    private static readonly Op ScaledDotProductAttention = new("scaled_dot_product_attention");

    internal static Tensor linear(Tensor input, Tensor weight, Tensor? bias) =>
        Linear.Call(input, weight, bias);

    internal static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias) =>
        Bilinear.Call(input1, input2, weight, bias);

    internal static Tensor layer_norm(Tensor input, long[] shape, Tensor? weight, Tensor? bias, double eps) =>
        LayerNorm.Call(input, shape, weight, bias, eps);

    internal static Tensor group_norm(Tensor input, long groups, Tensor? weight, Tensor? bias, double eps) =>
        GroupNorm.Call(input, groups, weight, bias, eps);

    internal static Tensor instance_norm(
        Tensor input, Tensor? weight, Tensor? bias, Tensor? mean, Tensor? variance, bool use_input,
        double momentum, double eps) =>
        InstanceNorm.Call(
            input, weight, bias, mean, variance, use_input, momentum, eps, true);

    internal static Tensor batch_norm(
        Tensor input, Tensor? weight, Tensor? bias, Tensor? mean, Tensor? variance, bool training,
        double momentum, double eps) =>
        BatchNorm.Call(
            input, weight, bias, mean, variance, training, momentum, eps, true);

    internal static Tensor embedding(
        Tensor weight, Tensor indices, long padding, bool scale_by_frequency, bool sparse) =>
        Embedding.Call(weight, indices, padding, scale_by_frequency, sparse);

    internal static Tensor embedding_renorm_(Tensor weight, Tensor indices, double max_norm, double norm_type) =>
        EmbeddingRenormInPlace.InPlace(weight, indices, max_norm, norm_type);

    internal static Tensor one_hot(Tensor input, long classes) => OneHot.Call(input, classes);

    internal static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim, double eps) =>
        CosineSimilarity.Call(x1, x2, dim, eps);

    internal static Tensor dropout(Tensor input, double p, bool train) => Dropout.Call(input, p, train);

    internal static Tensor dropout_(Tensor input, double p, bool train) => DropoutInPlace.InPlace(input, p, train);

    internal static Tensor feature_dropout(Tensor input, double p, bool train) => FeatureDropout.Call(input, p, train);

    internal static Tensor feature_dropout_(Tensor input, double p, bool train) =>
        FeatureDropoutInPlace.InPlace(input, p, train);

    internal static Tensor scaled_dot_product_attention(
        Tensor query, Tensor key, Tensor value, Tensor? mask, double p, bool causal) =>
        ScaledDotProductAttention.Call(query, key, value, mask, p, causal);

    private static readonly Op VectorNorm = new("linalg_vector_norm");

    /// <summary>p-norm over some dimensions, or over all of them.</summary>
    internal static Tensor linalg_vector_norm(Tensor input, double p, long[]? dims = null, bool keepdim = false) =>
        VectorNorm.Call(input, p, dims, keepdim);
}
