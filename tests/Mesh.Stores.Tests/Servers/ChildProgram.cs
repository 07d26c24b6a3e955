using Mesh.Stores.Artifacts;
using Mesh.Stores.Jobs;
using Mesh.Stores.Leases;

namespace Mesh.Stores.Tests.Servers;

/// <summary>What tests need a process of its own for.</summary>
internal static class ChildProgram
{
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["write", var root, var key]:
                await new DirectoryArtifactStore(root).WriteAsync(key, HangAsync, replace: true);
                return 0;

            case ["hold", var database, var name]:
                await using (var store = TestDatabase.Connect(database))
                {
                    var lease = await new SqlLeaseStore(store).TryAcquireAsync(name, "child", TimeSpan.FromSeconds(3));
                    Console.WriteLine(lease is null ? "refused" : "held");
                    await Task.Delay(Timeout.Infinite);
                }

                return 0;

            case ["dispatch", var database]:
                await using (var store = TestDatabase.Connect(database))
                {
                    await DispatchAllAsync(new SqlEditJobStore(store));
                }

                return 0;

            default:
                return 2;
        }
    }

    private static async Task HangAsync(Stream stream, CancellationToken cancellation)
    {
        await stream.WriteAsync(new byte[1_000_000], cancellation);
        Console.WriteLine("writing");
        await Task.Delay(Timeout.Infinite, cancellation);
    }

    private static async Task DispatchAllAsync(SqlEditJobStore store)
    {
        while (await store.NextToDispatchAsync(_ => new DispatchShare(), null, TimeSpan.FromMinutes(5)) is { } edit)
        {
            Console.WriteLine(edit.Id);
            await store.MarkDispatchedAsync(edit.Id);
        }
    }
}
