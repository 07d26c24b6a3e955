namespace Mesh.EndToEnd.Tests;

/// <summary>Tests that share one mesh, one after another: each wants the machine for itself.</summary>
[CollectionDefinition(Name)]
public sealed class MeshCollection : ICollectionFixture<MeshFixture>
{
    public const string Name = "mesh";
}
