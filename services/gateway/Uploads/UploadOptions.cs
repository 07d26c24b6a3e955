using System.ComponentModel.DataAnnotations;

namespace Mesh.Gateway.Uploads;

/// <summary>What an edit may bring in, section "Mesh:Uploads". What is beyond is refused at the door.</summary>
public sealed record UploadOptions
{
    public const string Section = "Mesh:Uploads";

    /// <summary>Size of a video, a mask or a control film in bytes. Defaults to 1 GiB.</summary>
    [Range(1, long.MaxValue)]
    public long MaxVideoBytes { get; init; } = 1L << 30;

    /// <summary>Size of a reference image in bytes. Defaults to 16 MiB.</summary>
    [Range(1, int.MaxValue)]
    public long MaxReferenceBytes { get; init; } = 16 << 20;

    /// <summary>Reference images of an edit. Defaults to 8.</summary>
    [Range(1, 100)]
    public int MaxReferences { get; init; } = 8;

    /// <summary>How long a whole upload may take. Defaults to 30 minutes.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long an upload may pause. Defaults to 30 seconds.</summary>
    public TimeSpan MaxSilence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Length of an instruction in UTF-8 bytes. Defaults to 4096.</summary>
    [Range(1, 1 << 20)]
    public int MaxInstructionBytes { get; init; } = 4096;

    /// <summary>Length of an instruction in characters. Defaults to 1000.</summary>
    [Range(1, 1 << 20)]
    public int MaxInstructionCharacters { get; init; } = 1000;

    /// <summary>Denoising steps. Defaults to 1000.</summary>
    [Range(1, 1000)]
    public int MaxSteps { get; init; } = 1000;

    /// <summary>Either side of a frame or of a reference image in pixels. Defaults to 8192.</summary>
    [Range(1, 16384)]
    public int MaxSide { get; init; } = 8192;

    /// <summary>Width times height of a frame or of a reference image. Defaults to 4096 x 2304.</summary>
    [Range(1, 16384L * 16384)]
    public long MaxPixels { get; init; } = 4096L * 2304;

    /// <summary>Frames of a video. Defaults to 36,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxFrames { get; init; } = 36_000;

    /// <summary>Playing time of a video. Defaults to 20 minutes.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>How long the check of a video may take. Defaults to 2 minutes.</summary>
    public TimeSpan CheckTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Address space of one ffprobe in bytes. Defaults to 4 GiB.</summary>
    [Range(1L << 28, long.MaxValue)]
    public long CheckMemoryBytes { get; init; } = 4L << 30;

    /// <summary>Checks of videos that run at once; the others wait. Defaults to 4.</summary>
    [Range(1, 1024)]
    public int ChecksAtOnce { get; init; } = 4;

    /// <summary>Folders below which a video_uri "file:///..." may point. None by default.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>Prefixes of keys that a video_uri "artifact:KEY" may name. None by default.</summary>
    public IReadOnlyList<string> Artifacts { get; init; } = [];

    /// <summary>Hosts, or host:port, that a video_uri "https://..." may name. None by default.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];
}
