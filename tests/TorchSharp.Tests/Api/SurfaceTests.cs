using Mesh.TestKit;
using Mesh.TestKit.Api;

namespace TorchSharp.Tests.Api;

public class SurfaceTests
{
    [Fact]
    public void Every_public_member_is_one_of_the_official_package()
    {
        var path = Path.Combine(RepositoryRoot.Path, "compat", "TorchSharp", "official-api.txt");
        var official = new OfficialApi(typeof(torch).Assembly).Read(File.ReadLines(path));

        var own = OfferedApi.Read(typeof(torch).Assembly).Where(member => !official.Contains(member)).Order();

        Assert.Empty(string.Join('\n', own));
    }

    [Theory]
    [InlineData("static Tensor cat(IList<Tensor> tensors, long dim = 0)", "cat(IList<Tensor> tensors, long dim=)")]
    [InlineData("Tensor clamp(Scalar? min = null, Scalar? max = null)", "clamp(Scalar min=, Scalar max=)")]
    [InlineData("static Tensor roll(Tensor input, (long, long)shifts, (long, long)dims)",
        "roll(Tensor input, (long,long) shifts, (long,long) dims)")]
    [InlineData(
        "static(Tensor values, Tensor indices)cummax(Tensor input, long dim)", "cummax(Tensor input, long dim)")]
    [InlineData("T item<T>()where T : unmanaged", "item<T>()")]
    [InlineData("static Tensor operator<=(Tensor left, Scalar right)", "operator <=(Tensor left, Scalar right)")]
    [InlineData("Tensor this[params long[] indices] { get; set; }", "this[long[] indices]")]
    [InlineData("static readonly Device CPU = InitializeDevice(new Device(DeviceType.CPU, -1))", "CPU")]
    [InlineData("Tensor sum(ScalarType? type = null)", "sum(ScalarType? type=)")]
    public void Lines_of_the_list_read_as_signatures(string line, string signature) =>
        Assert.Equal(signature, new OfficialApi(typeof(torch).Assembly).Member("TorchSharp.torch.Tensor", line));
}
