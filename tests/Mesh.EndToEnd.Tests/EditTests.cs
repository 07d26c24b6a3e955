using Mesh.Cli.Chaos;

namespace Mesh.EndToEnd.Tests;

[Collection(MeshCollection.Name)]
public sealed class EditTests(MeshFixture mesh)
{
    private const int Edits = 40;

    // Films and seeds come several times: their twins are made once.
    private const int Seeds = 2;
    private const int Steps = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Forty_edits_at_once_equal_the_local_ones_byte_for_byte()
    {
        using var client = mesh.Client();
        var edits = ChaosEdit.Draw(Edits, seed: 7, mesh.Films, Seeds).Select(edit => edit with { Steps = Steps });

        await Task.WhenAll(edits.Select(edit => client.SubmitAsync(edit, CancellationToken.None)));
        await client.WaitAsync(Patience, CancellationToken.None);

        var differences = new List<string>();
        Assert.Equal(Edits, client.Results.Count);
        Assert.Equal(0, await client.DuplicatesAsync(CancellationToken.None));
        Assert.Equal(
            Edits,
            await Twins.CountAsync(MeshFixture.ModelFolder, client.Results, differences.Add, CancellationToken.None));
    }
}
