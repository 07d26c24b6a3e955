namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>input times the transpose of weights, plus bias.</summary>
            /// <param name="input">[..., in].</param>
            /// <param name="weights">[out, in].</param>
            /// <param name="bias">[out].</param>
            /// <returns>[..., out].</returns>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                Aten.linear(input, weights, bias);

            public static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias = null) =>
                Aten.bilinear(input1, input2, weight, bias);

            /// <summary>Integers [...] to [..., num_classes], a one at each; -1: the largest plus one.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1) => Aten.one_hot(x, num_classes);

            /// <summary>input divided by its p-norm along <paramref name="dim"/>, the norm at least eps.</summary>
            public static Tensor normalize(Tensor input, double p = 2.0, long dim = 1L, double eps = 1e-12)
            {
                using var norm = Aten.linalg_vector_norm(input, p, [dim], keepdim: true);
                using var bounded = norm.clamp_min(eps);
                return input.div(bounded);
            }

            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8) =>
                Aten.cosine_similarity(x1, x2, dim, eps);

            /// <summary>softmax(query key^T / sqrt(D) + mask) value.</summary>
            /// <param name="query">[..., L, D].</param>
            /// <param name="key">[..., S, D].</param>
            /// <param name="value">[..., S, Dv].</param>
            /// <param name="attn_mask">Broadcasts to [..., L, S]: boolean, true = look; or terms to add.</param>
            /// <param name="p">Dropout probability of the attention weights.</param>
            /// <param name="is_casual">Whether position i sees positions up to i only; excludes a mask.</param>
            /// <returns>[..., L, Dv].</returns>
            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0,
                bool is_casual = false)
            {
                if (is_casual && attn_mask is not null)
                    throw new ArgumentException("is_casual and attn_mask exclude each other.", nameof(attn_mask));
                return Aten.scaled_dot_product_attention(query, key, value, attn_mask, p, is_casual);
            }
        }
    }
}
