using System.Globalization;
using static TorchSharp.torch;

namespace Mesh.Perception.Tests;

/// <summary>The archive of a tracker that sees every point move to the right.</summary>
internal static class MovingTracker
{
    /// <param name="archives">Where it is written.</param>
    /// <param name="name">Of the network.</param>
    /// <param name="pixels">Between two frames.</param>
    public static string Record(ArchiveFolder archives, string name, int pixels) => archives.Record(
        string.Create(CultureInfo.InvariantCulture, $$"""
              def forward(self: __torch__.M, video: Tensor, q: Tensor) -> Tuple[Tensor, Tensor]:
                T = torch.size(video, 1)
                steps = torch.arange(T, dtype=6, layout=None, device=torch.device("cpu"), pin_memory=False)
                t = torch.mul(steps, {{pixels}}.)
                right = torch.stack([t, torch.zeros_like(t)], 1)
                xy = torch.add(torch.unsqueeze(torch.slice(q, 2, 1, 3), 1), torch.view(right, [1, T, 1, 2]))
                vis = torch.ones([1, T, torch.size(q, 1)], dtype=6)
                return (xy, vis)

            """),
        manifest => manifest with
        {
            Task = "track",
            Name = name,
            In = ArchiveFolder.Json("""{"video": ["f32", 1, "T", 3, "H", "W"], "q": ["f32", 1, "N", 3]}"""),
            Out = ArchiveFolder.Json("""{"xy": ["f32", 1, "T", "N", 2], "vis": ["f32", 1, "T", "N"]}"""),
        },
        [zeros([1, 2, 3, 8, 8]), zeros(1, 1, 3)], [zeros([1, 3, 3, 8, 16]), ones(1, 4, 3)]);
}
