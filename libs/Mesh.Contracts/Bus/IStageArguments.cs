namespace Mesh.Contracts.Bus;

/// <summary>What the arguments of every stage tell.</summary>
public interface IStageArguments
{
    Guid EditId { get; }

    /// <summary>Name of the model; empty for the default, null for a stage without one.</summary>
    string? Model => null;

    /// <summary>
    /// Names the weights that all stages of the edit use; empty for those of the configuration, null for what is there.
    /// </summary>
    string? Version => null;
}
