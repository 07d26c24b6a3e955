namespace Mesh.Video.Tests;

/// <summary>Clips of every kind users bring, as ffmpeg arguments.</summary>
internal static class SampleClips
{
    private const string Sound = "-f lavfi -i sine=frequency=440:duration=1.3";
    private const string Fast = "-c:v libx264 -preset ultrafast";

    /// <summary>File name of the source, ffmpeg arguments, extension of the output.</summary>
    public static IReadOnlyDictionary<string, (string File, string Arguments, string Output)> All { get; } =
        new Dictionary<string, (string, string, string)>
        {
            ["ntsc rate"] = ("a.mp4", Test("48x32", "30000/1001", 1) + $" {Fast} -pix_fmt yuv420p", ".mp4"),
            ["b-frames, sound"] = ("a.mp4",
                $"{Test("64x48", 25, 1)} {Sound} -c:v libx264 -bf 3 -pix_fmt yuv420p -c:a aac", ".mp4"),
            ["variable rate"] = ("a.mp4", $"{Test("48x32", 30, 2)} {Uneven} {Fast} -pix_fmt yuv420p", ".mp4"),
            ["variable rate, late start, sound"] = ("a.mp4",
                $"-itsoffset 0.5 {Test("48x32", 30, 2)} {Sound} {Uneven} {Fast} -pix_fmt yuv420p -c:a aac", ".mp4"),
            ["variable rate mkv"] = ("a.mkv", $"{Test("48x32", 30, 2)} {Uneven} {Fast} -pix_fmt yuv420p", ".mkv"),
            ["mkv to mp4"] = ("a.mkv", $"{Test("48x32", 30, 1)} {Sound} {Fast} -c:a libopus", ".mp4"),
            ["mp4 to mkv"] = ("a.mp4",
                $"{Test("48x32", "30000/1001", 1)} {Sound} {Fast} -pix_fmt yuv420p -c:a aac", ".mkv"),
            ["odd size"] = ("a.mkv", Odd + " -c:v ffv1 -pix_fmt yuv420p", ".mp4"),
            ["odd size to webm"] = ("a.mkv", Odd + " -c:v ffv1 -pix_fmt yuv420p", ".webm"),
            ["anamorphic"] = ("a.mp4", Test("48x32", 24, 1) + $" -vf setsar=16/15 {Fast} -pix_fmt yuv420p", ".mov"),
            ["ten bits"] = ("a.mkv", Test("48x32", 24, 1) + $" {Fast} -pix_fmt yuv420p10le", ".mp4"),
            ["gray"] = ("a.mkv", Test("48x32", 24, 1) + " -c:v ffv1 -pix_fmt gray", ".mp4"),
            ["4:2:2"] = ("a.mov", Test("48x32", 24, 1) + " -c:v prores_ks -pix_fmt yuv422p10le", ".mov"),
            ["bt709 limited"] = ("a.mp4", Tagged("bt709", "tv"), ".mp4"),
            ["bt709 full"] = ("a.mp4", Tagged("bt709", "pc"), ".mp4"),
            ["bt601 limited"] = ("a.mp4", Tagged("smpte170m", "tv"), ".webm"),
            ["bt601 full"] = ("a.mp4", Tagged("smpte170m", "pc"), ".mkv"),
            ["hdr"] = ("a.mkv", Test("48x32", 24, 1) + $" {Fast} -pix_fmt yuv420p10le -color_range tv "
                + "-colorspace bt2020nc -color_primaries bt2020 -color_trc smpte2084", ".mp4"),
            ["alpha webm"] = ("a.webm", Test("48x32", 24, 1)
                + " -vf format=yuva420p -c:v libvpx-vp9 -cpu-used 8 -deadline realtime", ".webm"),
            ["webm sound"] = ("a.webm",
                $"{Test("48x32", 24, 1)} {Sound} -c:v libvpx -deadline realtime -c:a libopus", ".webm"),
            ["gif"] = ("a.gif", Test("48x32", 10, 1), ".mp4"),
            ["transport stream"] = ("a.ts",
                $"{Test("48x32", 25, 1)} {Sound} {Fast} -pix_fmt yuv420p -c:a aac", ".mp4"),
            ["avi"] = ("a.avi", $"{Test("48x32", 25, 1)} {Sound} -c:v mpeg4 -c:a mp3", ".mp4"),
            ["program stream"] = ("a.mpg", $"{Test("48x32", 25, 1)} {Sound} -c:v mpeg2video -c:a mp2", ".mkv"),
            ["wmv"] = ("a.wmv", $"{Test("48x32", 25, 1)} {Sound} -c:v wmv2 -c:a wmav2", ".mkv"),
            ["elementary stream"] = ("a.h264", Test("48x32", 25, 1) + $" {Fast} -pix_fmt yuv420p", ".mp4"),
            ["animated png"] = ("a.apng", Test("48x32", 10, 1) + " -plays 0", ".mkv"),
            ["flv"] = ("a.flv", $"{Test("48x32", 25, 1)} -c:v flv", ".mp4"),
            ["upright phone"] = ("a.mp4",
                Test("48x32", 24, 1) + $" {Fast} -pix_fmt yuv420p -metadata:s:v rotate=90", ".mp4"),
            ["upside down"] = ("a.mov",
                Test("48x32", 24, 1) + $" {Fast} -pix_fmt yuv420p -metadata:s:v rotate=180", ".mkv"),
            ["one frame"] = ("a.mp4", Test("48x32", 24, 1) + $" -frames:v 1 {Fast} -pix_fmt yuv420p", ".mp4"),
            ["five streams of sound"] = ("a.mkv",
                $"{Test("48x32", 24, 1)} {Sound} -map 0 -map 1 -map 1 {Fast} -pix_fmt yuv420p -c:a flac", ".mkv"),
            ["png"] = ("a.png", Odd + " -frames:v 1", ".mp4"),
            ["jpeg"] = ("a.jpg", Test("48x32", 10, 1) + " -frames:v 1", ".mp4"),
            ["webp"] = ("a.webp", Test("48x32", 10, 1) + " -frames:v 1", ".mkv"),
            ["no duration"] = ("a.mkv",
                Test("48x32", 24, 1) + $" {Fast} -pix_fmt yuv420p -f matroska -live 1", ".mkv"),
        };

    // Missing frames, a long gap, and steps that are multiples of nothing.
    private static string Uneven =>
        @"-vf select=not(eq(mod(n\,5)\,2))*not(between(n\,20\,37)),setpts=PTS+mod(N\,3)*7/TB/1000 -fps_mode vfr";

    // The pattern itself only has even sizes.
    private static string Odd => Test("66x94", 10, 1) + " -vf scale=33:47";

    private static string Test(string size, object rate, int seconds) =>
        $"-f lavfi -i testsrc2=size={size}:rate={rate}:duration={seconds}";

    private static string Tagged(string space, string range) =>
        $"{Test("48x32", 24, 1)} -vf scale=out_color_matrix={space}:out_range={range},format=yuv420p {Fast} "
        + $"-color_range {range} -colorspace {space} -color_primaries {space} -color_trc {space}";
}
