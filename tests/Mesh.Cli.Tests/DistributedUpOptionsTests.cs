using Mesh.Cli.Up;

namespace Mesh.Cli.Tests;

public sealed class DistributedUpOptionsTests
{
    private static readonly UpOptions Options =
        new() { Port = 0, HttpPort = 0, Data = "/data", Models = [("nano", "/models/nano")], Films = [] };

    [Fact]
    public void Picture_editors_go_to_the_denoiser_that_the_gateway_calls()
    {
        var mesh = DistributedMesh.Local(Options with { PictureModels = [("flux", "/models/flux")] });

        Assert.Contains("--Mesh:Pictures:Folders:flux=/models/flux", mesh.DenoiserSettings);
        var port = Assert.Single(
            mesh.DenoiserSettings, setting => setting.StartsWith("--Mesh:GrpcPort=", StringComparison.Ordinal));
        Assert.Contains(
            $"--Mesh:Stages:Dit=http://127.0.0.1:{port["--Mesh:GrpcPort=".Length..]}", mesh.GatewaySettings);
    }

    [Fact]
    public void Without_picture_editors_no_denoiser_has_a_port_of_its_own() =>
        Assert.Empty(DistributedMesh.Local(Options).DenoiserSettings);
}
