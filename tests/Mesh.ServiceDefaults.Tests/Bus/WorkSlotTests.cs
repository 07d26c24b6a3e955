using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Bus;

namespace Mesh.ServiceDefaults.Tests.Bus;

public sealed class WorkSlotTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private readonly WorkSlot _slot = new();

    [Fact]
    public async Task The_most_urgent_gets_it_next_and_the_first_of_its_class()
    {
        var holding = await _slot.TryTakeAsync(EditPriority.Batch, Long, CancellationToken.None);
        var order = new List<string>();
        var waiting = new[]
        {
            TakeAsync(EditPriority.Batch, "batch", order), TakeAsync(EditPriority.Standard, "first", order),
            TakeAsync(EditPriority.Standard, "second", order), TakeAsync(EditPriority.Interactive, "now", order),
        };

        holding!.Dispose();
        await Task.WhenAll(waiting);

        Assert.Equal(["now", "first", "second", "batch"], order);
    }

    [Fact]
    public async Task Who_waits_in_vain_gets_nothing_and_keeps_nobody_from_it()
    {
        var holding = await _slot.TryTakeAsync(EditPriority.Standard, Long, CancellationToken.None);

        var vain = await _slot.TryTakeAsync(EditPriority.Interactive, TimeSpan.FromMilliseconds(10), default);
        holding!.Dispose();

        Assert.Null(vain);
        Assert.NotNull(await _slot.TryTakeAsync(EditPriority.Batch, TimeSpan.FromMilliseconds(10), default));
    }

    [Fact]
    public async Task Who_gives_up_is_told_so()
    {
        using var holding = await _slot.TryTakeAsync(EditPriority.Standard, Long, CancellationToken.None);
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(10));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _slot.TryTakeAsync(EditPriority.Standard, Long, gone.Token));
    }

    private async Task TakeAsync(EditPriority priority, string name, List<string> order)
    {
        using var holding = await _slot.TryTakeAsync(priority, Long, CancellationToken.None);
        order.Add(name);
    }
}
