using System.Collections.Concurrent;
using Grpc.Core;

namespace Mesh.Gateway.Tests.Hostile;

public sealed class HostileUploadTests(LoneGateway gateway) : IClassFixture<LoneGateway>
{
    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 4 };

    private readonly RunningGateway _mesh = gateway.Mesh;

    // 4 kinds x 42 seeds and two dozen bombs: about 190 files.
    [Fact]
    public async Task A_damaged_or_absurd_file_is_accepted_or_refused_by_field_and_leaves_nothing()
    {
        var files = Mutations.Of(gateway.Film, each: 42).Concat(Bombs.All(gateway.Film)).ToList();
        var before = Kept();
        var wrong = new ConcurrentBag<string>();
        var accepted = new ConcurrentBag<string>();

        await Parallel.ForEachAsync(files, AtOnce, async (file, _) =>
        {
            try
            {
                accepted.Add((await _mesh.SubmitAsync(new() { Instruction = "make it red" }, file.Bytes)).Id);
            }
            catch (RpcException error)
            {
                if (error.StatusCode != StatusCode.InvalidArgument || Field(error) != "video")
                    wrong.Add($"{file.Name}: {error.Status}");
            }
        });

        Assert.Empty(wrong);
        Assert.InRange(accepted.Count, 1, files.Count / 2);
        Assert.Equal(accepted.Order(), Kept().Except(before).Order());
        await _mesh.SubmitAsync(new() { Instruction = "make it red" }, gateway.Film);
    }

    [Fact]
    public async Task A_bomb_is_never_accepted()
    {
        foreach (var (name, bytes) in Bombs.Pictures())
        {
            var problem = await RunningGateway.RefusedAsync(
                () => _mesh.SubmitAsync(new() { Instruction = "make it red" }, bytes));
            Assert.StartsWith("video: ", problem, StringComparison.Ordinal);
            Assert.False(problem.Contains(_mesh.ArtifactFolder, StringComparison.Ordinal), $"{name}: {problem}");
        }
    }

    private IEnumerable<string> Kept() =>
        Directory.Exists(Edits) ? [.. Directory.GetDirectories(Edits).Select(path => Path.GetFileName(path))] : [];

    private string Edits => Path.Combine(_mesh.ArtifactFolder, "edits");

    private static string? Field(RpcException error) => error.GetRpcStatus()?.Details
        .Where(any => any.Is(Google.Rpc.BadRequest.Descriptor))
        .Select(any => any.Unpack<Google.Rpc.BadRequest>().FieldViolations[0].Field)
        .FirstOrDefault();
}
