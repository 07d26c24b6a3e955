using Mesh.Perception.Archives;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace Mesh.Perception.Tests.Archives;

public sealed class ScriptNetworkTests : IDisposable
{
    private const string Doubled = """
          def forward(self: __torch__.M, x: Tensor) -> Tensor:
            return torch.mul(x, 2)

        """;

    private readonly ArchiveFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_proven_archive_computes_without_gradients_and_keeps_its_contract()
    {
        using var network = Load(_folder.Record(Doubled, manifest => manifest, [ones(1, 2)], [ones(3, 5)]));
        using var scope = NewDisposeScope();

        var result = network.Call(ones(2, 4).requires_grad_(true))[0];

        Assert.Equal(16, result.sum().item<float>());
        Assert.False(result.requires_grad);
        Assert.Contains(
            "'x' must be Float32[B, N], got Float32[4]",
            Assert.Throws<PerceptionException>(() => network.Call(ones(4))).Message, StringComparison.Ordinal);
        Assert.Throws<PerceptionException>(() => network.Call(ones([2, 4], ScalarType.Float64)));
        Assert.Throws<PerceptionException>(() => network.Call(ones(2, 4), ones(2, 4)));
    }

    [Fact]
    public void A_result_of_another_size_than_promised_is_an_error()
    {
        const string Cut = """
              def forward(self: __torch__.M, x: Tensor) -> Tensor:
                return torch.slice(x, 1, 0, 4)

            """;
        using var network = Load(_folder.Record(Cut, manifest => manifest, [ones(1, 2)], [ones(3, 4)]));

        var error = Assert.Throws<PerceptionException>(() => network.Call(ones(1, 6)));

        Assert.Contains("'y' must be Float32[B, N] with B = 1, N = 6, got Float32[1, 4]", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_computes_other_numbers_than_recorded_is_refused()
    {
        var archive = _folder.Write(ScriptArchive.Class(Doubled));
        ArchiveFolder.Describe(
            archive, manifest => manifest, [[ones(1, 2)], [ones(2, 2)]], [[full(1, 2, 2.5)], [full(2, 2, 2)]]);

        Assert.Contains("'y' of case 'case0' differs by", Refusal(archive), StringComparison.Ordinal);
    }

    [Fact]
    public void One_size_proves_nothing_about_another() => Assert.Contains(
        "cases of two shapes or more, got 1",
        Refusal(_folder.Record(Doubled, manifest => manifest, [ones(1, 2)], [zeros(1, 2)])), StringComparison.Ordinal);

    [Fact]
    public void An_archive_that_writes_a_file_while_loading_writes_none()
    {
        var target = _folder.At("written");
        var refusal = Hostile($"""
              def forward(self: __torch__.M, x: Tensor) -> Tensor:
                return x
              def __getstate__(self: __torch__.M) -> int:
                return 1
              def __setstate__(self: __torch__.M, state: int) -> NoneType:
                _0 = torch.from_file("{target}", True, 100, dtype=6, layout=0, device=torch.device("cpu"))
                return None

            """);

        Assert.Contains("declares '__getstate__'", refusal, StringComparison.Ordinal);
        Assert.False(File.Exists(target));
    }

    [Fact]
    public void An_archive_that_reads_a_file_reads_none() => Assert.Contains(
        "operator 'from_file', which is not on the allow-list",
        Hostile("""
              def forward(self: __torch__.M, x: Tensor) -> Tensor:
                return torch.from_file("/etc/passwd", False, 10, dtype=0, layout=0, device=torch.device("cpu"))

            """),
        StringComparison.Ordinal);

    [Fact]
    public void An_archive_that_loops_for_ever_is_stopped() => Assert.Contains(
        "took longer than 6 s",
        Hostile(
            """
              def forward(self: __torch__.M, x: Tensor) -> Tensor:
                go = True
                y = x
                while go:
                  y = torch.neg(y)
                return y

            """,
            ArchiveFolder.Proof with { Timeout = TimeSpan.FromSeconds(6) }),
        StringComparison.Ordinal);

    [Fact]
    public void An_archive_that_allocates_without_end_is_stopped() => Assert.Contains(
        "needs more than 400 MiB",
        Hostile(
            """
              def forward(self: __torch__.M, x: Tensor) -> Tensor:
                go = True
                y = x
                while go:
                  y = torch.cat([y, torch.ones([1, 4194304], dtype=6)], 1)
                return y

            """,
            ArchiveFolder.Proof with { MemoryMiB = 400 }),
        StringComparison.Ordinal);

    [Fact]
    public void A_malformed_archive_ends_its_own_process_alone()
    {
        var archive = _folder.Write(
            "class M(Module):\n  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n    oops\n");
        ArchiveFolder.Describe(archive, manifest => manifest, [[ones(1, 2)]], [[ones(1, 2)]]);

        Assert.Contains("cannot be loaded", Refusal(archive), StringComparison.Ordinal);
    }

    [Fact]
    public void A_shorter_type_is_used_only_where_the_manifest_allows_it()
    {
        const string Product = """
              def forward(self: __torch__.M, x: Tensor) -> Tensor:
                return torch.matmul(x, torch.transpose(x, 0, 1))

            """;
        var precise = randn(3, 40);
        var kept = Record(manifest => manifest);
        var allowed = Record(manifest => manifest with
        {
            Autocast = ["bfloat16"],
            SelfTest = [.. manifest.SelfTest.Select(test => test with { Tolerance = 0.2 })],
        });
        var placement = new Placement(CPU, ScalarType.BFloat16);

        var error = Assert.Throws<PerceptionException>(
            () => ScriptNetwork.Load(kept, placement, ArchiveFolder.Proof));
        using var network = ScriptNetwork.Load(allowed, placement, ArchiveFolder.Proof);
        var result = network.Call(precise)[0];
        var exact = precise.matmul(precise.transpose(0, 1));

        Assert.Contains("in float32, not in bfloat16", error.Message, StringComparison.Ordinal);
        Assert.Equal(ScalarType.Float32, result.dtype);
        Assert.True(result.allclose(exact, 0.05, 0.5));
        Assert.False(result.allclose(exact, 1e-4, 1e-4));

        string Record(Func<ArchiveManifest, ArchiveManifest> change) => _folder.Record(
            Product,
            manifest => change(manifest with { Out = ArchiveFolder.Json("""{"y": ["f32", "B", "B"]}""") }),
            [ones(1, 2)], [ones(3, 5)]);
    }

    [Fact]
    public void A_missing_manifest_is_named()
    {
        var archive = _folder.Write(ScriptArchive.Class(Doubled));

        Assert.Contains(archive + ".json", Refusal(archive), StringComparison.Ordinal);
    }

    private string Hostile(string methods, ArchiveProof? proof = null)
    {
        var archive = _folder.Write(ScriptArchive.Class(methods));
        ArchiveFolder.Describe(archive, manifest => manifest, [[ones(1, 2)]], [[ones(1, 2)]]);
        return Refusal(archive, proof);
    }

    private static string Refusal(string archive, ArchiveProof? proof = null) =>
        Assert.Throws<PerceptionException>(
            () => ScriptNetwork.Load(archive, proof: proof ?? ArchiveFolder.Proof)).Message;

    private static ScriptNetwork Load(string archive) => ScriptNetwork.Load(archive, proof: ArchiveFolder.Proof);
}
