using System.Diagnostics;
using Mesh.Stores.Sql;
using Mesh.TestKit;

namespace Mesh.Stores.Tests.Sql;

public sealed class WriterTurnTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task One_has_the_turn_and_hands_it_on()
    {
        using var first = new WriterTurn(_folder.At("turn"));
        using var second = new WriterTurn(_folder.At("turn"));
        var held = await first.EnterAsync(CancellationToken.None);
        var waiting = second.EnterAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        held.Dispose();

        (await waiting.WaitAsync(Patience)).Dispose();
        (await first.EnterAsync(CancellationToken.None).WaitAsync(Patience)).Dispose();
    }

    [Fact]
    public async Task The_turn_of_a_killed_process_is_free()
    {
        using var turn = new WriterTurn(_folder.At("turn"));
        using var other = Process.Start(new ProcessStartInfo(
            "flock", ["--no-fork", _folder.At("turn"), "sh", "-c", "echo held; exec sleep 1000"])
        {
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync());
        var waiting = turn.EnterAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        other.Kill();

        (await waiting.WaitAsync(Patience)).Dispose();
        await other.WaitForExitAsync();
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told()
    {
        using var turn = new WriterTurn(_folder.At("no/turn"));

        var error = await Assert.ThrowsAsync<IOException>(() => turn.EnterAsync(CancellationToken.None));

        Assert.Contains("cannot be locked", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
