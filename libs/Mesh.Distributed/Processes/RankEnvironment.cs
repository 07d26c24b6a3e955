using System.Globalization;

namespace Mesh.Distributed.Processes;

/// <summary>A rank's address as environment variables, under the names that torchrun gives them.</summary>
public static class RankEnvironment
{
    public const string Host = "MASTER_ADDR";
    public const string Port = "MASTER_PORT";
    public const string Rank = "RANK";
    public const string WorldSize = "WORLD_SIZE";

    /// <summary>Number of the rank on its machine; 0 unless set.</summary>
    public const string LocalRank = "LOCAL_RANK";

    /// <summary>"True" where a launcher serves the store; rank 0 does elsewhere.</summary>
    public const string LauncherServes = "TORCHELASTIC_USE_AGENT_STORE";

    /// <summary>Address of this machine for the other ranks; the loopback unless set.</summary>
    public const string Interface = "POD_IP";

    /// <summary>Puts the address into the environment of a process to be.</summary>
    public static void Write(IDictionary<string, string?> environment, RankAddress address)
    {
        environment[Host] = address.Host;
        environment[Port] = address.Port.ToString(CultureInfo.InvariantCulture);
        environment[Rank] = address.Rank.ToString(CultureInfo.InvariantCulture);
        environment[WorldSize] = address.WorldSize.ToString(CultureInfo.InvariantCulture);
        environment[LocalRank] = address.LocalRank.ToString(CultureInfo.InvariantCulture);
        environment[LauncherServes] = address.ServesStore ? null : "True";
    }

    /// <summary>The address of this process; null when no variable says that it is a rank.</summary>
    /// <param name="read">Reads a variable.</param>
    /// <exception cref="FormatException">Some variables are missing or are no numbers; names them.</exception>
    public static RankAddress? Read(Func<string, string?> read)
    {
        string[] names = [Host, Port, Rank, WorldSize];
        string[] missing = [.. names.Where(name => string.IsNullOrEmpty(read(name)))];
        if (missing.Length == names.Length)
            return null;
        if (missing.Length > 0)
            throw new FormatException(
                $"{string.Join(", ", missing)} must be set where any of {string.Join(", ", names)} is.");
        var address = new RankAddress(read(Host)!, Number(Port), Number(Rank), Number(WorldSize));
        return address with
        {
            LocalRank = string.IsNullOrEmpty(read(LocalRank)) ? 0 : Number(LocalRank),
            ServesStore = address.Rank == 0 && read(LauncherServes) != "True",
            Interface = read(Interface) is { Length: > 0 } own ? own : address.Interface,
        };

        int Number(string name) =>
            int.TryParse(read(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"{name} is '{read(name)}', which is no number.");
    }
}
