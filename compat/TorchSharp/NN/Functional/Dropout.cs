namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Zeroes elements with probability p and scales the rest by 1 / (1 - p).</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? Aten.dropout_(input, p, training) : Aten.dropout(input, p, training);

            /// <summary>Zeroes whole channels of [B, C, L].</summary>
            public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                Channels(input, p, training, inplace, 2);

            /// <summary>Zeroes whole channels of [B, C, H, W].</summary>
            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                Channels(input, p, training, inplace, 3);

            /// <summary>Zeroes whole channels of [B, C, D, H, W].</summary>
            public static Tensor dropout3d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                Channels(input, p, training, inplace, 4);

            private static Tensor Channels(Tensor input, double p, bool training, bool inplace, long unbatched)
            {
                if (inplace)
                    return Aten.feature_dropout_(input, p, training);
                if (input.dim() != unbatched)
                    return Aten.feature_dropout(input, p, training);
                using var batch = input.unsqueeze(0);
                using var dropped = Aten.feature_dropout(batch, p, training);
                return dropped.squeeze(0);
            }
        }
    }
}
