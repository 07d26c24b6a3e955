using Mesh.Stores.Sql;
using Mesh.TestKit;
using Npgsql;

namespace Mesh.Stores.Tests.Servers;

/// <summary>A PostgreSQL server of Debian's package on a free loopback port, for the tests of one class.</summary>
public sealed class PostgresServer : ITestDatabase
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _programs;
    private readonly int _port = FreePort.Next();

    public PostgresServer()
    {
        _programs = Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => version + "/bin")
            .First(Directory.Exists);
        Data = _folder.At("data");
        if (Environment.UserName == "root")
        {
            Program.Run("chown", "postgres", _folder.Path);
        }

        Run("initdb", "--auth=trust", "--username=mesh", "--encoding=UTF8", "--no-sync", "-D", Data);
        Start();
    }

    public string Data { get; }

    public async Task<Func<SqlDatabase>> CreateAsync()
    {
        var name = $"t{Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return () => new PostgresDatabase(ConnectionString(name));
    }

    public void Start() => Run(
        "pg_ctl", "-D", Data, "-w", "-t", "60", "-l", _folder.At("log"), "-o",
        $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300 -c fsync=off",
        "start");

    public void Stop() => Run("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    public void Dispose()
    {
        Stop();
        NpgsqlConnection.ClearAllPools();
        _folder.Dispose();
    }

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={_port};Username=mesh;Database={database};Maximum Pool Size=40;Timeout=30";

    // The server refuses to run as root.
    private void Run(string program, params string[] arguments)
    {
        string[] user = Environment.UserName == "root"
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            : [];
        Program.Run([.. user, $"{_programs}/{program}", .. arguments]);
    }
}
