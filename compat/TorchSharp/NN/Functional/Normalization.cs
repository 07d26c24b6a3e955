namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Zero mean and unit variance over the last dimensions, then times weight plus bias.</summary>
            /// <param name="input">[..., normalized_shape].</param>
            /// <param name="normalized_shape">Sizes of the dimensions to normalise over.</param>
            /// <param name="weight">normalized_shape.</param>
            /// <param name="bias">normalized_shape.</param>
            /// <param name="eps">Added to the variance.</param>
            public static Tensor layer_norm(
                Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                Aten.layer_norm(input, normalized_shape, weight, bias, eps);

            /// <summary>Zero mean and unit variance over each group of channels of [B, C, ...].</summary>
            public static Tensor group_norm(
                Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                Aten.group_norm(input, num_groups, weight, bias, eps);

            public static Tensor instance_norm(
                Tensor input, Tensor? running_mean = null, Tensor? running_var = null, Tensor? weight = null,
                Tensor? bias = null, bool use_input_stats = true, double momentum = 0.1, double eps = 1e-5) =>
                Aten.instance_norm(
                    input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps);

            public static Tensor batch_norm(
                Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null,
                bool training = false, double momentum = 0.1, double eps = 1e-5) =>
                Aten.batch_norm(input, weight, bias, running_mean, running_var, training, momentum, eps);
        }
    }
}
