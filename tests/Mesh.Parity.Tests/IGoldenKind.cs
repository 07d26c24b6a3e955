namespace Mesh.Parity.Tests;

/// <summary>Knows one kind of golden file: builds its network from the config and compares every number.</summary>
public interface IGoldenKind
{
    /// <summary>Whether a file is of this kind, by its recorded names and its config; never by its sizes.</summary>
    bool Accepts(Golden golden);

    /// <summary>Fails at the first recorded tensor that our code does not reproduce.</summary>
    void Verify(Golden golden);
}
