using Mesh.TestKit;
using Npgsql;

namespace Mesh.Stores.Tests.Servers;

/// <summary>A PostgreSQL server of Debian's package on a free loopback port, for the tests of one class.</summary>
public sealed class PostgresServer : ITestDatabase
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _programs;
    private readonly string _data;
    private readonly int _port = FreePort.Next();

    public PostgresServer()
    {
        _programs = Directory.GetDirectories("/usr/lib/postgresql").OrderDescending()
            .Select(version => version + "/bin").First(Directory.Exists);
        _data = _folder.At("data");
        if (Environment.UserName == "root")
        {
            Command.Run("/", "chown", "postgres", _folder.Path);
        }

        Run("initdb", "--auth=trust", "--username=mesh", "--encoding=UTF8", "--no-sync", "-D", _data);
        Start();
    }

    public async Task<string> CreateAsync()
    {
        var name = $"t{Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create(Address("postgres"));
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return Address(name);
    }

    public void Start() => Run(
        "pg_ctl", "-D", _data, "-w", "-t", "120", "-l", _folder.At("log"), "-o",
        $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300 -c fsync=off",
        "start");

    public void Stop() => Run("pg_ctl", "-D", _data, "-m", "immediate", "-w", "stop");

    public void Dispose()
    {
        Stop();
        NpgsqlConnection.ClearAllPools();
        _folder.Dispose();
    }

    private string Address(string database) =>
        $"Host=127.0.0.1;Port={_port};Username=mesh;Database={database};Maximum Pool Size=40;Timeout=60";

    // The server refuses to run as root.
    private void Run(string program, params string[] arguments)
    {
        string[] user = Environment.UserName == "root"
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            : [];
        Command.Run("/", [.. user, $"{_programs}/{program}", .. arguments]);
    }
}
