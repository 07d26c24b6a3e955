using Dapr.Client;
using Mesh.TestKit;
using Mesh.TestKit.Api;

namespace Compat.Dapr.Client.Tests.StandIn;

public sealed class SurfaceTests
{
    [Fact]
    public void Every_public_member_is_one_of_the_official_package()
    {
        var path = Path.Combine(RepositoryRoot.Path, "compat", "Dapr.Client", "official-api.txt");
        var official = new OfficialApi(typeof(DaprClient).Assembly).Read(File.ReadLines(path));

        var own = OfferedApi.Read(typeof(DaprClient).Assembly).Where(member => !official.Contains(member)).Order();

        Assert.Empty(string.Join('\n', own));
    }
}
