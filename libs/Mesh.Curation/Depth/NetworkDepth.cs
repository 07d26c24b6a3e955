using System.Runtime.InteropServices;
using Mesh.Video;
using Mesh.Video.Perception;

namespace Mesh.Curation.Depth;

/// <summary>
/// Depth from a network that looks at frames. All maps of a clip share one scale, from its farthest to its nearest
/// pixel, so that the guide does not flicker. Between the two passes the maps lie in a file: a clip of 101 frames at
/// 720p has 370 MB of them.
/// </summary>
/// <param name="network">Estimates frame by frame.</param>
public sealed class NetworkDepth(IDepthEstimator network) : IDepthSource
{
    private const int FramesAtOnce = 8;

    public string Name => network.Name;

    public async Task EstimateAsync(string clip, string depth, VideoQuality quality, CancellationToken cancellation)
    {
        var film = await VideoProbe.ReadAsync(clip, null, cancellation);
        var maps = depth + ".maps";
        try
        {
            var (far, near) = await MeasureAsync(film, maps, cancellation);
            await WriteAsync(film, maps, far, near, depth, quality, cancellation);
        }
        finally
        {
            File.Delete(maps);
        }
    }

    private async Task<(float Far, float Near)> MeasureAsync(
        VideoInfo film, string maps, CancellationToken cancellation)
    {
        var (far, near) = (float.MaxValue, float.MinValue);
        await using var file = File.Create(maps);
        await using var reader = VideoReader.Open(film);
        var frames = new List<RgbImage>();
        await foreach (var frame in reader.FramesAsync(cancellation))
        {
            frames.Add(frame);
            if (frames.Count == FramesAtOnce)
                Flush();
        }
        Flush();
        return (far, near);

        void Flush()
        {
            foreach (var map in frames.Count > 0 ? network.Estimate(frames, cancellation) : [])
            {
                (far, near) = (Math.Min(far, map.Nearness.Min()), Math.Max(near, map.Nearness.Max()));
                file.Write(MemoryMarshal.AsBytes(map.Nearness.AsSpan()));
            }
            frames.Clear();
        }
    }

    private static async Task WriteAsync(
        VideoInfo film, string maps, float far, float near, string depth, VideoQuality quality,
        CancellationToken cancellation)
    {
        await using var file = File.OpenRead(maps);
        await using var writer = VideoWriter.Create(
            depth, VideoTarget.Film(film.Width, film.Height, film.AverageRate, film.FrameCount), quality);
        var map = new float[film.Width * film.Height];
        var grey = new byte[3 * map.Length];
        var scale = near > far ? byte.MaxValue / (near - far) : 0;
        for (var frame = 0; frame < film.FrameCount; frame++)
        {
            file.ReadExactly(MemoryMarshal.AsBytes(map.AsSpan()));
            for (var i = 0; i < map.Length; i++)
                grey.AsSpan(3 * i, 3).Fill((byte)Math.Round((map[i] - far) * scale));
            await writer.WriteAsync(grey, cancellation);
        }
        await writer.CompleteAsync(cancellation);
    }
}
