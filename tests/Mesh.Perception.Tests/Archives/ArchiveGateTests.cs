using System.IO.Compression;
using Mesh.Perception.Archives;
using Mesh.TestKit;

namespace Mesh.Perception.Tests.Archives;

public sealed class ArchiveGateTests : IDisposable
{
    private readonly ArchiveFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Code_that_only_computes_passes() => Gate(_folder.Write("""
        class M(Module):
          __parameters__ = ["weight", ]
          __buffers__ = []
          weight : Tensor
          training : bool
          inner : __torch__.net.___torch_mangle_3.Inner
          def forward(self: __torch__.M,
            x: Tensor) -> Tuple[Tensor, int]:
            # print, save: a comment
            _0 = torch.add(torch.mul(x, self.weight), CONSTANTS.c0, alpha=1)
            _1 = (self.inner).forward(_0, )
            _2 = ops.prim.NumToTensor(torch.size(_1, 0))
            _3 = torch.to(_1, dtype=6, layout=0, device=torch.device("cpu"))
            if torch.gt(1.5e-3, 2.):
              _4 = _3.relu_()
            else:
              _4 = _3
            return (_4, int(_2))
          def helper(self: __torch__.M) -> str:
            return "torch.from_file and __setstate__ in a text"

        """));

    [Theory]
    [InlineData("return torch.from_file(\"/etc/passwd\", False, 10)", "operator 'from_file'")]
    [InlineData("_0 = torch.save(x, \"/tmp/x\")\n    return x", "operator 'save'")]
    [InlineData("_0 = x.save(\"/tmp/x\")\n    return x", "uses '.save'")]
    [InlineData("t = torch\n    return t.relu(x)", "without calling it")]
    [InlineData("f = torch.relu\n    return f(x)", "without calling it")]
    [InlineData("o = ops.aten\n    return o.relu(x)", "without calling it")]
    [InlineData("_0 = ops.aten.from_file(\"a\", False, 1)\n    return x", "operator 'aten.from_file'")]
    [InlineData("_0 = ops.custom.run(x)\n    return x", "operator 'custom.run'")]
    [InlineData("print(x)\n    return x", "uses 'print'")]
    [InlineData("p = print\n    return x", "uses 'print'")]
    [InlineData("_0 = fork(x)\n    return x", "uses 'fork'")]
    [InlineData("_0 = torch.manual_seed(1)\n    return x", "operator 'manual_seed'")]
    [InlineData("_0 = torch.set_grad_enabled(True)\n    return x", "operator 'set_grad_enabled'")]
    [InlineData("c = __torch__.torch.classes.files.File(\"a\")\n    return x", "uses 'classes'")]
    [InlineData("_0 = x.unknown_thing(1)\n    return x", "uses '.unknown_thing'")]
    [InlineData("_0 = \"a\\\n    return x", "a string does not end")]
    public void Code_that_could_do_more_is_refused(string body, string reason)
    {
        var archive = _folder.Write(ScriptArchive.Class(
            $"  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n    {body}\n"));

        var error = Assert.Throws<PerceptionException>(() => Gate(archive));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  def __setstate__(self: __torch__.M, state: int) -> NoneType:\n    return None\n")]
    [InlineData("  def __getstate__(self: __torch__.M) -> int:\n    return 1\n")]
    [InlineData("  save : Tensor\n")]
    [InlineData("  def from_file(self: __torch__.M) -> int:\n    return 1\n")]
    public void Names_of_operations_with_effects_are_refused(string member)
    {
        var error = Assert.Throws<PerceptionException>(() => Gate(_folder.Write(ScriptArchive.Class(member))));

        Assert.Contains("declares '", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_checksum_is_refused()
    {
        var archive = Harmless();

        var error = Assert.Throws<PerceptionException>(
            () => ArchiveGate.Require(archive, Manifest(archive) with { Sha256 = new string('0', 64) }));

        Assert.Contains("Fetch both again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_is_there_twice_is_refused()
    {
        var archive = Harmless();
        using (var zip = ZipFile.Open(archive, ZipArchiveMode.Update))
            zip.CreateEntry("net/code/__torch__.py");

        Assert.Contains(
            "ambiguous", Assert.Throws<PerceptionException>(() => Gate(archive)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bytes_around_the_archive_are_refused(bool inFront)
    {
        var archive = Harmless();
        var bytes = File.ReadAllBytes(archive);
        File.WriteAllBytes(archive, inFront ? [0, .. bytes] : [.. bytes, 0]);

        Assert.Contains(
            "no plain zip", Assert.Throws<PerceptionException>(() => Gate(archive)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_without_code_is_refused()
    {
        var archive = _folder.At("empty.pt");
        using (var zip = ZipFile.Open(archive, ZipArchiveMode.Create))
            zip.CreateEntry("net/version");

        Assert.Contains(
            "no code", Assert.Throws<PerceptionException>(() => Gate(archive)).Message, StringComparison.Ordinal);
    }

    private string Harmless() =>
        _folder.Write(ScriptArchive.Class("  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n    return x\n"));

    private static void Gate(string archive) => ArchiveGate.Require(archive, Manifest(archive));

    private static ArchiveManifest Manifest(string archive) =>
        ArchiveFolder.Describe(archive, manifest => manifest, [], []);
}
