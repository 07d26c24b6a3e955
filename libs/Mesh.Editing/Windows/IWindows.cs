namespace Mesh.Editing.Windows;

/// <summary>Where the edited windows of a film come from: made here, or from latents of earlier stages.</summary>
internal interface IWindows
{
    /// <param name="index">The window, from 0; they are asked for in order.</param>
    /// <param name="input">What there is to see of it.</param>
    /// <param name="done">Told after each step of a stage, from 1.</param>
    /// <param name="cancellation">Observed between steps.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    WindowFrames Edit(
        int index, WindowInput input, Action<EditStage, int> done, CancellationToken cancellation);
}
