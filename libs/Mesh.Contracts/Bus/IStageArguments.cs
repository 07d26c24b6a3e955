namespace Mesh.Contracts.Bus;

/// <summary>What the arguments of every stage tell.</summary>
public interface IStageArguments
{
    Guid EditId { get; }
}
