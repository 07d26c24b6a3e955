using Mesh.Video.Ffmpeg;

namespace Mesh.Video.Tests;

public sealed class LightLibrariesTests
{
    private const string Variable = "LD_LIBRARY_PATH";

    [Fact]
    public void The_users_own_libraries_go_first()
    {
        var environment = new Dictionary<string, string?> { [Variable] = "/own/lib" };

        LightLibraries.Prefer(environment);

        var folders = environment[Variable]!.Split(':');
        Assert.Equal("/own/lib", folders[0]);
        Assert.All(folders[1..], folder => Assert.True(Directory.Exists(folder), folder));
    }
}
