using Mesh.Curation.Clips;
using Mesh.Curation.Sources;
using Microsoft.Data.Sqlite;

namespace Mesh.Curation.Dataset;

/// <summary>
/// The dataset as a SQLite file, to ask questions. Written once, in one transaction, by the same statements in the same
/// order: the same dataset gives the same bytes.
/// </summary>
public sealed class Catalogue : IDisposable
{
    private const string Tables = """
        CREATE TABLE sources (
            hash TEXT PRIMARY KEY, name TEXT NOT NULL, codec TEXT, width INTEGER, height INTEGER, frames INTEGER,
            seconds REAL) WITHOUT ROWID;
        CREATE TABLE samples (
            id TEXT PRIMARY KEY, source TEXT NOT NULL, shot INTEGER NOT NULL, bucket TEXT NOT NULL, shard TEXT NOT NULL,
            instruction TEXT, caption TEXT, edit_type TEXT, travel REAL, flow REAL) WITHOUT ROWID;
        CREATE TABLE files (
            sample TEXT NOT NULL, role TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
            PRIMARY KEY (sample, role)) WITHOUT ROWID;
        CREATE TABLE drops (
            name TEXT NOT NULL, source TEXT NOT NULL, shot INTEGER, sample TEXT, operator TEXT NOT NULL,
            reason TEXT NOT NULL, detail TEXT NOT NULL);
        """;

    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly SqliteCommand _source;
    private readonly SqliteCommand _sample;
    private readonly SqliteCommand _file;
    private readonly SqliteCommand _drop;

    static Catalogue() => SQLitePCL.Batteries_V2.Init();

    /// <param name="path">The file, which must not be there yet.</param>
    public Catalogue(string path)
    {
        _connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        // Nothing has to survive a crash: an unfinished dataset is written anew.
        Execute("PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF");
        Execute("PRAGMA locking_mode=EXCLUSIVE");
        Execute(Tables);
        _transaction = _connection.BeginTransaction();
        _source = Insert("sources", 7);
        _sample = Insert("samples", 10);
        _file = Insert("files", 4);
        _drop = Insert("drops", 7);
    }

    /// <summary>Adds a film.</summary>
    public void Add(SourceVideo source, VideoFacts? facts) => Run(
        _source, source.Hash, source.Name, facts?.Codec, facts?.Width, facts?.Height, facts?.Frames, facts?.Seconds);

    /// <summary>Adds a sample with its files.</summary>
    public void Add(Sample sample, string shard)
    {
        var motion = sample.Motion.Values.FirstOrDefault();
        Run(
            _sample, sample.Id, sample.Source, sample.Shot, sample.Bucket, shard, sample.Instruction, sample.Caption,
            sample.EditType, motion?.Travel, motion?.Flow);
        foreach (var file in sample.Files)
            Run(_file, sample.Id, file.Role, file.Sha256, file.Bytes);
    }

    internal void Add(DropLine drop) =>
        Run(_drop, drop.Name, drop.Source, drop.Shot, drop.Sample, drop.Operator, drop.Reason, drop.Detail);

    /// <summary>Makes everything that was added part of the file.</summary>
    public void Complete()
    {
        _transaction.Commit();
        Execute("CREATE INDEX samples_by_bucket ON samples (bucket, id); CREATE INDEX drops_by_reason ON drops "
            + "(operator, reason); PRAGMA optimize");
    }

    public void Dispose()
    {
        _source.Dispose();
        _sample.Dispose();
        _file.Dispose();
        _drop.Dispose();
        _transaction.Dispose();
        _connection.Dispose();
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100  // every statement is a constant of this file
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private SqliteCommand Insert(string table, int columns)
    {
        var command = _connection.CreateCommand();
        command.Transaction = _transaction;
        var names = Enumerable.Range(0, columns).Select(column => $"$c{column}").ToArray();
#pragma warning disable CA2100  // the table is a constant of this file
        command.CommandText = $"INSERT INTO {table} VALUES ({string.Join(", ", names)})";
#pragma warning restore CA2100
        foreach (var name in names)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        command.Prepare();
        return command;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }
}
