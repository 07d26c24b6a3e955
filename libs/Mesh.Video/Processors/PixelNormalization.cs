namespace Mesh.Video.Processors;

/// <summary>
/// From bytes to the numbers an encoder was trained on: (byte / 255 - mean) / deviation, per channel.
/// </summary>
/// <param name="Mean">Three means.</param>
/// <param name="Deviation">Three standard deviations.</param>
public sealed record PixelNormalization(IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation)
{
    /// <summary>Of every CLIP and of what is built on one.</summary>
    public static PixelNormalization Clip { get; } = new(
        [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]);

    /// <summary>Of networks trained on ImageNet.</summary>
    public static PixelNormalization ImageNet { get; } = new([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);

    /// <summary>
    /// The number of every byte of every channel, 3 x 256, in float32 as the published processors compute it.
    /// </summary>
    public float[][] Table()
    {
        return [.. Enumerable.Range(0, 3).Select(Channel)];

        float[] Channel(int channel)
        {
            var (mean, deviation) = ((float)Mean[channel], (float)Deviation[channel]);
            return [.. Enumerable.Range(0, 256).Select(value => ((float)(value * (1.0 / 255)) - mean) / deviation)];
        }
    }
}
