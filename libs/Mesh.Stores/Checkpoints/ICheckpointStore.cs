namespace Mesh.Stores.Checkpoints;

/// <summary>
/// Which weights edits are to be made with. All stages and gateways look here, so that they agree, whenever they were
/// started and whatever news they missed.
/// </summary>
/// <exception cref="Sql.StoreUnavailableException">From every call: the database cannot be reached.</exception>
public interface ICheckpointStore
{
    /// <summary>
    /// Notes which folder a model is configured with. Another one than before is a new beginning: what was published
    /// over the old one is not current any more.
    /// </summary>
    /// <returns>Whether it is another one.</returns>
    Task<bool> ConfigureAsync(string model, string folder, CancellationToken cancellation = default);

    /// <summary>Notes that weights can be had; told again, it changes nothing.</summary>
    /// <returns>Whether this call noted it.</returns>
    Task<bool> PublishAsync(Checkpoint checkpoint, CancellationToken cancellation = default);

    /// <summary>Notes that a stage cannot serve weights: nobody is to use them any more.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="version">Names the weights.</param>
    /// <param name="reason">One line for whoever published them.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <returns>Whether this call noted it.</returns>
    Task<bool> RefuseAsync(string model, string version, string reason, CancellationToken cancellation = default);

    /// <summary>Notes that weights are not to be used, whether or not they were published.</summary>
    /// <param name="checkpoint">The weights.</param>
    /// <param name="reason">One line for whoever published them.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <returns>Whether this call noted it.</returns>
    Task<bool> WithdrawAsync(Checkpoint checkpoint, string reason, CancellationToken cancellation = default);

    /// <summary>Whether it is decided about weights: they were published, refused or withdrawn.</summary>
    Task<bool> IsDecidedAsync(string model, string version, CancellationToken cancellation = default);

    /// <summary>Whether weights are not to be used: a stage refused them, or they were withdrawn.</summary>
    Task<bool> IsRefusedAsync(string model, string version, CancellationToken cancellation = default);

    /// <summary>The weights published last that nobody has refused; null for those of the configuration.</summary>
    Task<Checkpoint?> CurrentAsync(string model, CancellationToken cancellation = default);
}
