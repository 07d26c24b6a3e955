namespace Mesh.ServiceDefaults.Bus;

/// <summary>Waits for the process's one slot, but not while another worker might be idle.</summary>
internal static class WorkTurn
{
    /// <returns>The slot, or null when the message should go back to its queue.</returns>
    public static async Task<IDisposable?> TakeAsync(
        StageTools tools, StageDelivery delivery, CancellationToken cancellation)
    {
        while (true)
        {
            var slot = await tools.Slot.TryTakeAsync(delivery.Priority, tools.Options.ReturnAfter, cancellation);
            if (slot is not null)
                return slot;
            if (await delivery.MayBeWantedElsewhereAsync(cancellation))
                return null;
        }
    }
}
