namespace Mesh.Stores.Artifacts;

/// <summary>An artifact store could not do what was asked.</summary>
public class ArtifactStoreException : IOException
{
    public ArtifactStoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
