using System.Diagnostics;
using Mesh.Curation.Pipeline;
using Mesh.TestKit;

namespace Mesh.Curation.Tests;

public sealed class ScratchFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_dead_process_left_is_deleted_and_nothing_else()
    {
        using var ended = Process.Start("true");
        await ended.WaitForExitAsync();
        var left = Directory.CreateDirectory(_folder.At($"mesh-curation-{ended.Id}-0123")).FullName;
        await File.WriteAllTextAsync(Path.Combine(left, "clip.mp4"), "half of it");
        var other = Directory.CreateDirectory(_folder.At("mesh-curation-of-mine")).FullName;
        using var own = new ScratchFolder(_folder.Path);

        ScratchFolder.Sweep(_folder.Path);

        Assert.Equal(
            new[] { other, own.Path }.Order(), Directory.GetDirectories(_folder.Path).Order());
    }

    [Fact]
    public void It_goes_when_the_work_is_done()
    {
        using (var own = new ScratchFolder(_folder.Path))
            File.WriteAllText(Path.Combine(own.Path, "clip.mp4"), "half of it");
        Assert.Empty(Directory.GetDirectories(_folder.Path));
        ScratchFolder.Sweep(_folder.At("absent"));
    }
}
